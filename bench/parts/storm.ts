/** All clients reconnect at once after the server was killed and restarted. */
import { type Storm, StormReady, StormResult } from "../load/tasks.ts";
import { bottleneck, serveLoaded, startLoad, targetOf } from "../support/load.ts";
import type { Options, Part } from "../support/part.ts";
import { cpuSeconds, pidOf, requireSockets } from "../support/processes.ts";
import { probeStalls } from "../support/stall.ts";
import { quantile } from "../support/statistics.ts";
import { type Found, inTurns } from "../support/turns.ts";

const CLIENTS = 5_000;
const STREAMS = 500;
/** In milliseconds: the idle time before the kill, and the time without a server. */
const CALM = 3_000;
const DOWN = 1_000;

/** Small pages to request for the stall probe. */
const PROBED = { tuila: "/healthz", sample: "/index.html" } as const;

export const storm: Part = {
  name: "storm",
  about:
    `${CLIENTS} clients, one in ${
      CLIENTS / STREAMS
    } of ours a broadcaster, after \`kill -9\` and a start ` +
    `${
      DOWN / 1000
    } s later on the same port: seconds from its listening until they are back, by our pages' own policy ` +
    "and by socket.io's; the longest that an HTTP request waited meanwhile beyond the usual",
  async measure({ runs, only }: Options) {
    requireSockets(CLIENTS + 100);
    const names = ["tuila", "sample"] as const;
    const { figures, notes } = await inTurns({ names, runs: runs ?? 5, only }, strike);
    return [{
      metric: "99 % are back",
      unit: "s",
      better: "lower",
      figures: figures("most"),
      goals: [{ bound: 10 }],
      notes,
    }, {
      metric: "all are back",
      unit: "s",
      better: "lower",
      figures: figures("all"),
      goals: [{ bound: 20 }],
    }, {
      metric: "longest stall meanwhile",
      unit: "ms",
      better: "lower",
      figures: figures("stall"),
      goals: [{ bound: 200 }],
    }, {
      metric: "returns per CPU-second",
      unit: "1/s",
      better: "higher",
      figures: figures("perSecond"),
      goals: [{ of: "sample", times: 1.5 }],
    }];
  },
};

async function strike(name: keyof typeof PROBED): Promise<Found> {
  await using server = await serveLoaded(name);
  const task: Storm = {
    task: "storm",
    ...targetOf(name, server),
    clients: CLIENTS,
    streams: STREAMS,
    patience: 60,
  };
  await using load = startLoad(task);
  await load.next(StormReady);
  await pause(CALM);
  await server.end();
  await pause(DOWN);
  await server.startAgain();
  const since = Date.now();
  const pid = pidOf(server.output());
  const read = () => [Date.now() / 1000, cpuSeconds(pid), cpuSeconds(load.pid)] as const;
  const before = read();
  const probe = probeStalls(server.origin + PROBED[name]);
  const { back } = await load.next(StormResult);
  const [wall, used, client] = read().map((value, index) => value - before[index]);
  const stall = await probe.end();
  // Clients that never came back count as Infinity.
  const times = Array.from({ length: CLIENTS }, (_, i) => ((back[i] ?? Infinity) - since) / 1000);
  // A saturated load client only makes the times longer, so they still count.
  const note = bottleneck({ wall, server: used, client });
  return {
    figures: {
      most: [quantile(times, 0.99)],
      all: [quantile(times, 1)],
      stall: [stall],
      perSecond: [back.length / used],
    },
    ...(note === null ? {} : { note }),
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
