/** The server's memory for an idle viewer. */
import { IdleResult } from "../load/tasks.ts";
import { runLoad, serveLoaded, targetOf } from "../support/load.ts";
import type { Options, Part } from "../support/part.ts";
import { requireSockets } from "../support/processes.ts";
import { line } from "../support/statistics.ts";
import { inTurns } from "../support/turns.ts";

const STREAMS = 500;
const LOW = 4_000;
const HIGH = 16_000;
/** Viewers, broadcasters, and some to spare. */
const SOCKETS = HIGH + STREAMS + 100;
/** Seconds. */
const SETTLE = 10;

export const memory: Part = {
  name: "memory",
  about:
    `resident memory of the server's process at ${LOW} viewers and at ${HIGH}, in ${STREAMS} streams, ` +
    `${SETTLE} s after the last came, without a garbage collection being forced: the slope between the two. Ours have ` +
    "joined, and have their answer; those of the sample have said `watcher`; all others are open sockets",
  async measure({ runs, only }: Options) {
    requireSockets(SOCKETS);
    const names = ["tuila", "sample", "peerserver", "ws", "bare"] as const;
    const { figures, notes } = await inTurns({ names, runs: runs ?? 5, only }, async (name) => {
      await using server = await serveLoaded(name, { MAX_SOCKETS: String(SOCKETS) });
      const load = { streams: STREAMS, levels: [LOW, HIGH], settle: SETTLE };
      const task = { task: "idle", ...targetOf(name, server), ...load } as const;
      const { levels } = await runLoad(task, IdleResult);
      const { b } = line(levels.map(({ viewers, kilobytes }) => [viewers, kilobytes]));
      return { figures: { kilobytes: [b] } };
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
