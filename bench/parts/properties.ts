/** Runs the property tests with many more cases. */
import type { Property } from "../../tests/support/property.ts";
import { ANY_EVENTS, NOTHING_ELSE, SOURCES, SUMS } from "../../tests/support/room_properties.ts";
import { WATCHING } from "../../tests/support/watch_property.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { OURS } from "../support/table.ts";

const PROPERTIES = [ANY_EVENTS, SOURCES, NOTHING_ELSE, SUMS, WATCHING];
/** How many times the cases of the tests one run draws. */
const TIMES = 20;

export const properties: Part = {
  name: "properties",
  about: `cases before the first failure of each property test, with ${TIMES} times as many cases`,
  async measure({ runs, only }: Options) {
    const measurements: Measurement[] = [];
    for (const property of PROPERTIES.filter(({ name }) => name.includes(only))) {
      measurements.push(await measure(property, runs ?? 1));
    }
    return measurements;
  },
};

async function measure({ name, cases, draw }: Property, runs: number): Promise<Measurement> {
  const figures: number[] = [];
  const notes: string[] = [];
  for (let run = 0; run < runs; run++) {
    const { held, failure } = await draw(TIMES * cases);
    figures.push(held);
    if (failure !== null) notes.push(`${name}: ${failure}`);
  }
  return {
    metric: name,
    unit: "cases",
    better: "higher",
    figures: { [OURS]: figures },
    goals: [{ bound: TIMES * cases, at: "worst" }],
    notes,
  };
}
