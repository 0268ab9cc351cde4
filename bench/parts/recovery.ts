/** For each fault, the time from its end to the next frame that a viewer sees. */
import { canMakeNetworks, NEEDS_NETWORKS } from "../../tests/support/namespaces.ts";
import { openNetwork } from "../../tests/support/network.ts";
import { type Contender, CONTENDERS } from "../support/contenders.ts";
import { type Fault, FAULTS } from "../support/faults.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { NEVER, recovery as recoveryOf } from "../support/picture.ts";
import { openStage } from "../support/stage.ts";

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
  const figures: Record<Contender["name"], number[]> = { tuila: [], sample: [] };
  const notes: string[] = [];
  for (let run = 0; run < runs; run++) {
    // In turns, and neither always first: what else the machine does meets both alike.
    for (const contender of run % 2 === 0 ? CONTENDERS : CONTENDERS.toReversed()) {
      try {
        figures[contender.name].push(await strike(contender, fault) ?? Infinity);
      } catch (error) {
        const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
        notes.push(`not measured: ${contender.name}, ${fault.name}: ${reason}`);
      }
    }
  }
  return { ...rowOf(fault), figures, notes };
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
