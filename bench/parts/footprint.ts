/** Messages and bytes of a join, and the delay that the server adds to a message. */
import { visitor } from "../../tests/support/browser.ts";
import { RoutingResult } from "../load/tasks.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Contender, CONTENDERS } from "../support/contenders.ts";
import { counted, runLoad, serveLoaded, targetOf } from "../support/load.ts";
import { type Amount, Overheard } from "../support/overheard.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { inTurns } from "../support/turns.ts";

/** A join is over after this long without messages, in milliseconds. */
const QUIET = 2_000;
const RATE = 1_000;

export const footprint: Part = {
  name: "footprint",
  about: "messages, and their bytes, from a viewer's page being opened until its link is up and " +
    "nothing more is said, on both pages' sockets and both ways (what is passed on counts twice), " +
    "in Chromium, without the heartbeat. Through the server: from one client's sending to the " +
    `other's receiving at ${RATE} messages of 512 bytes a second, what the client takes included`,
  measure: async (options: Options) => [...await joins(options), await hop(options)],
};

async function joins({ runs, only }: Options): Promise<Measurement[]> {
  const names = CONTENDERS.map(({ name }) => name);
  const { figures, notes } = await inTurns({ names, runs: runs ?? 5, only }, async (name) => {
    const contender = CONTENDERS.find((contender) => contender.name === name) ?? CONTENDERS[0];
    const amounts = await join(contender);
    const all = sum(Object.values(amounts));
    return {
      figures: {
        "messages per join": [all.messages],
        "of these the viewer's": [amounts.viewer.messages],
        "signaling per join": [all.bytes / 1000],
        "of it the viewer's": [amounts.viewer.bytes / 1000],
      },
    };
  });
  const row = (metric: string, unit: string, bound: number): Measurement => ({
    metric,
    unit,
    better: "lower",
    figures: figures(metric),
    goals: [{ bound }],
  });
  return [
    { ...row("messages per join", "1", 6), notes },
    row("of these the viewer's", "1", 6),
    row("signaling per join", "kB", 12),
    row("of it the viewer's", "kB", 12),
  ];
}

/** Counts the messages of one viewer's join on both pages. */
async function join(
  { serve, paths, goLive }: Contender,
): Promise<{ readonly broadcaster: Amount; readonly viewer: Amount }> {
  await using server = await serve([]);
  await using browser = await launchBrowser();
  const broadcaster = await (await visitor(browser, { camera: true })).newPage();
  const viewer = await (await visitor(browser)).newPage();
  const counters = { broadcaster: new Overheard(broadcaster), viewer: new Overheard(viewer) };
  const quiet = async () => {
    while (!Object.values(counters).every((counter) => counter.isQuiet(QUIET))) {
      await broadcaster.waitForTimeout(100);
    }
  };
  await goLive(broadcaster, server.origin + paths.broadcast);
  await quiet();
  const before = counters.broadcaster.amount;
  await viewer.goto(server.origin + paths.watch);
  await viewer.waitForFunction(() => {
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    return connections.some(({ connectionState }) => connectionState === "connected");
  });
  await quiet();
  const after = counters.broadcaster.amount;
  return {
    broadcaster: {
      messages: after.messages - before.messages,
      bytes: after.bytes - before.bytes,
    },
    viewer: counters.viewer.amount,
  };
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((a, b) => ({
    messages: a.messages + b.messages,
    bytes: a.bytes + b.bytes,
  }));
}

async function hop({ runs, only }: Options): Promise<Measurement> {
  const names = ["tuila", "sample", "bare"] as const;
  const { figures, notes } = await inTurns({ names, runs: runs ?? 5, only }, async (name) => {
    await using server = await serveLoaded(name);
    const load = { pairs: 100, order: "in turn", rate: RATE, warmUp: 3, window: 10 } as const;
    const task = { task: "routing", ...targetOf(name, server), ...load } as const;
    const { use, latency } = await runLoad(task, RoutingResult);
    return counted(use, { p99: [latency.p99] });
  });
  return {
    metric: "through the server, p99",
    unit: "ms",
    better: "lower",
    figures: figures("p99"),
    goals: [{ bound: 2 }],
    notes,
  };
}
