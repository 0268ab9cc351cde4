/** Time from opening the watch page with an empty cache to the first frame. */
import { compareJoins, rowName } from "../support/compare_joins.ts";
import { COLD_PAGE } from "../support/joins.ts";
import type { Measurement, Options, Part } from "../support/part.ts";

/** In milliseconds. */
const ROUND_TRIPS = [0, 50, 100, 200];
const LOADS = 15;

export const page: Part = {
  name: "page",
  about:
    "milliseconds from the navigation to a viewer's first decoded frame, with an empty cache; " +
    "else as in first-frame",
  async measure({ runs, loss }: Options) {
    const measurements: Measurement[] = [];
    for (const roundTrip of ROUND_TRIPS) {
      const quality = { roundTrip, loss };
      for (const [way, turns] of await compareJoins([COLD_PAGE], quality, runs ?? LOADS)) {
        measurements.push({
          metric: rowName(way, quality),
          unit: "ms",
          better: "lower",
          ...turns,
          goals: [{ of: "sample", times: 0.6 }],
        });
      }
    }
    return measurements;
  },
};
