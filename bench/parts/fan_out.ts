/** Delay and CPU cost of one message to all viewers of a stream. */
import { FanOutResult } from "../load/tasks.ts";
import { counted, runLoad, serveLoaded, targetOf } from "../support/load.ts";
import type { Options, Part } from "../support/part.ts";
import { requireSockets } from "../support/processes.ts";
import { inTurns } from "../support/turns.ts";

const VIEWERS = 10_000;
const SOCKETS = VIEWERS + 100;
/** Seconds between events. Tuila sends a stream's details at most once a second. */
const EVERY = 1.5;

export const fanOut: Part = {
  name: "fan-out",
  about:
    `one event to ${VIEWERS} viewers of one stream, from its being said to the last delivery: ours a new title, ` +
    "the sample's `broadcaster`, of ws and bare a loop over their sockets. 6 events a run; time of each, processor time " +
    "of all",
  async measure({ runs, only }: Options) {
    requireSockets(SOCKETS);
    const names = ["tuila", "sample", "ws", "bare"] as const;
    const { figures, notes } = await inTurns({ names, runs: runs ?? 5, only }, async (name) => {
      await using server = await serveLoaded(name, {
        MAX_VIEWERS: String(VIEWERS),
        MAX_SOCKETS: String(SOCKETS),
      });
      const load = { viewers: VIEWERS, events: 6, every: EVERY };
      const task = { task: "fan-out", ...targetOf(name, server), ...load } as const;
      const { use, deliveries, last } = await runLoad(task, FanOutResult);
      return counted(use, { last, perSecond: [deliveries / use.server] });
    });
    return [{
      metric: `to the last of ${VIEWERS} viewers`,
      unit: "ms",
      better: "lower",
      figures: figures("last"),
      goals: [{ bound: 200, at: "p95" }],
      notes,
    }, {
      metric: "deliveries per CPU-second",
      unit: "1/s",
      better: "higher",
      figures: figures("perSecond"),
      goals: [{ of: "sample", times: 2 }],
    }];
  },
};
