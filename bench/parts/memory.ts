/** What a viewer who is in and does nothing costs the server. */
import { IdleResult } from "../load/tasks.ts";
import { runLoad, serveLoaded, targetOf } from "../support/load.ts";
import { CannotMeasure, type Options, type Part } from "../support/part.ts";
import { requireSockets } from "../support/processes.ts";
import { line } from "../support/statistics.ts";
import { inTurns } from "../support/turns.ts";

const STREAMS = 500;
const LOW = 4_000;
const HIGH = 16_000;
/** Seconds. */
const SETTLE = 10;

export const memory: Part = {
  name: "memory",
  about:
    `resident memory of the server's process at ${LOW} viewers and at ${HIGH}, in ${STREAMS} streams, ` +
    `${SETTLE} s after the last came, without a garbage collection being forced: the slope between the two. Ours have ` +
    "joined, and have their answer; those of the sample have said `watcher`; all others are open sockets",
  async measure({ runs, only }: Options) {
    requireSockets(HIGH + STREAMS + 100);
    const names = ["tuila", "sample", "peerserver", "ws", "bare"] as const;
    let most = HIGH; // ours is the first of all, and the others are loaded alike
    const { figures, notes } = await inTurns({ names, runs: runs ?? 5, only }, async (name) => {
      await using server = await serveLoaded(name);
      const load = { streams: STREAMS, levels: [LOW, most], settle: SETTLE };
      const task = { task: "idle", ...targetOf(name, server), ...load } as const;
      const { levels } = await runLoad(task, IdleResult);
      const viewers = levels.at(-1)?.viewers ?? 0;
      if (viewers <= LOW) throw new CannotMeasure(`it lets in ${viewers} viewers`);
      const { b } = line(levels.map(({ viewers, kilobytes }) => [viewers, kilobytes]));
      const found = { figures: { kilobytes: [b] } };
      if (viewers === most) return found;
      most = viewers;
      return { ...found, note: `it lets in ${viewers} viewers; so many are taken for ${HIGH}` };
    });
    return [{
      metric: "memory per idle viewer",
      unit: "kB",
      better: "lower",
      figures: figures("kilobytes"),
      goals: [{ of: "bare", plus: 2 }],
      notes,
    }];
  },
};
