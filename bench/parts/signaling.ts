/** Routed messages per second of the server's CPU time. */
import { RoutingResult } from "../load/tasks.ts";
import { counted, runLoad, serveLoaded, targetOf } from "../support/load.ts";
import type { Options, Part } from "../support/part.ts";
import { inTurns } from "../support/turns.ts";

const STREAMS = 500;
/** Messages a second over all sockets. Each socket stays well below its limit of 30 a second. */
const RATE = 20_000;

export const signaling: Part = {
  name: "signaling",
  about: `messages of 512 bytes between the two of ${STREAMS} streams each, by chance, ${RATE} ` +
    "a second where the server keeps up, per second of its processor time. Ours validates, authorises and routes " +
    "candidates (after 64 a new offer and answer, as the protocol asks); sample and peerserver route whatever comes to " +
    "whom it names; ws: the simplest server on Node; bare: an echo on Deno. Websockets only",
  async measure({ runs, only }: Options) {
    const names = ["tuila", "sample", "peerserver", "ws", "bare"] as const;
    const { figures, notes } = await inTurns({ names, runs: runs ?? 5, only }, async (name) => {
      await using server = await serveLoaded(name);
      const target = targetOf(name, server);
      const load = {
        pairs: STREAMS,
        order: "by chance",
        rate: RATE,
        warmUp: 3,
        window: 6,
      } as const;
      const result = await runLoad({ task: "routing", ...target, ...load }, RoutingResult);
      return counted(result.use, { perSecond: [result.delivered / result.use.server] });
    });
    return [{
      metric: "messages per CPU-second",
      unit: "1/s",
      better: "higher",
      figures: figures("perSecond"),
      goals: [{ of: "peerserver", times: 2 }, { of: "sample", times: 2.5 }],
      notes,
    }];
  },
};
