/** For each fault, the time from its end to the next frame that a viewer sees. */
import { canMakeNetworks, NEEDS_NETWORKS } from "../../tests/support/namespaces.ts";
import { openNetwork } from "../../tests/support/network.ts";
import { type Contender, CONTENDERS } from "../support/contenders.ts";
import { type Fault, FAULTS } from "../support/faults.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { NEVER, recovery as recoveryOf } from "../support/picture.ts";
import { openStage } from "../support/stage.ts";
import { byTurns } from "../support/turns.ts";

export const recovery: Part = {
  name: "recovery",
  about:
    `milliseconds from the end of a fault to the next frame; 0: no gap over 500 ms; never: not within ${
      NEVER / 1000
    } s`,
  async measure({ runs, only }: Options) {
    const hasNetworks = await canMakeNetworks();
    const measurements: Measurement[] = [];
    for (const fault of FAULTS.filter(({ name }) => name.includes(only))) {
      measurements.push(
        fault.kind === "across" && !hasNetworks
          ? { ...rowOf(fault), figures: {}, notes: [`${fault.name}: ${NEEDS_NETWORKS}`] }
          : await compare(fault, runs ?? 3),
      );
    }
    return measurements;
  },
};

function rowOf(fault: Fault) {
  return { metric: fault.name, unit: "ms", better: "lower" } as const;
}

async function compare(fault: Fault, runs: number): Promise<Measurement> {
  const strikes = CONTENDERS.map((contender) =>
    [contender.name, async () => await strike(contender, fault) ?? Infinity] as const
  );
  return { ...rowOf(fault), ...await byTurns(fault.name, runs, new Map(strikes)) };
}

async function strike(contender: Contender, fault: Fault): Promise<number | null> {
  if (fault.kind === "here") {
    await using stage = await openStage(contender, { kind: "here" });
    const since = Date.now();
    const { until, page } = await fault.strike(stage);
    return await recoveryOf(page, since, until);
  }
  await using network = await openNetwork();
  const { away } = fault;
  await using stage = await openStage(contender, { kind: "across", network, away });
  const since = Date.now();
  const { until, page } = await fault.strike(stage, network);
  return await recoveryOf(page, since, until);
}
