/** Measures what a broadcaster's page keeps after viewers have come and gone. */
import assert from "node:assert/strict";
import type { CDPSession, Page } from "playwright-core";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { goLive, linksClosed } from "./browser.ts";
import { openTestSite } from "./test_site.ts";

const AT_A_TIME = 4;
/**
 * Chromium itself keeps a connection that is closed while it is about to tell of a new state (a cycle through the
 * event that is not sent any more): of pairs that are closed as they connect, a third, without any code of ours. So the
 * viewers here stay for a few frames, and few of hundreds are closed in such a moment. What such a one holds in the
 * heap, in bytes: its descriptions and its statistics.
 */
export const KEPT_HEAP = 30_000;

/** What a page holds more than before. (Its heap hardly tells of connections, which are the browser's: they are counted.) */
export interface Grown {
  readonly viewers: number;
  readonly connections: number;
  /** In bytes. */
  readonly heap: number;
  readonly listeners: number;
}

/**
 * @param warmUp the number of viewers before the first measurement: the browser still compiles hot code, and keeps it
 * @param goesOn is asked after every round of viewers whether to run another; it gets the number of rounds so far
 */
export async function churnPage(
  { warmUp, round, goesOn }: {
    readonly warmUp: number;
    readonly round: number;
    readonly goesOn: (rounds: number) => boolean;
  },
): Promise<Grown> {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await goLive(broadcaster, `${site.origin}/broadcast`);
  const devTools = await broadcaster.context().newCDPSession(broadcaster);
  await devTools.send("Performance.enable");
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/healthz`);
  const churn = async (viewers: number) => {
    const options = { path: SIGNALING_PATH, protocol: SUBPROTOCOL, viewers, atATime: AT_A_TIME };
    await viewer.evaluate(watchAndLeave, options);
    await broadcaster.getByText("0 watching").waitFor();
    // The words may still be those of a moment between two viewers: the links are what counts.
    await linksClosed(broadcaster);
    return await holdings(broadcaster, devTools);
  };
  const before = await churn(warmUp);
  let after = before;
  let rounds = 0;
  do after = await churn(round); while (goesOn(++rounds));
  const viewers = rounds * round;
  assert.equal(after.recorded - before.recorded, viewers, "each had a link of its own");
  return {
    viewers,
    connections: after.connections - before.connections,
    heap: after.heap - before.heap,
    listeners: after.listeners - before.listeners,
  };
}

/** What a page holds once its garbage is collected. */
async function holdings(page: Page, devTools: CDPSession) {
  // The record of connections would keep them.
  const recorded = await page.evaluate(() => {
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    const counted = Number(Reflect.get(globalThis, "testCounted") ?? 0) + connections.length;
    Object.assign(globalThis, { testCounted: counted });
    connections.length = 0;
    return counted;
  });
  await devTools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devTools.send("Performance.getMetrics");
  const metric = (name: string) => {
    const found = metrics.find((metric) => metric.name === name);
    if (found === undefined) throw new Error(`this browser does not tell ${name}`);
    return found.value;
  };
  return {
    recorded,
    heap: metric("JSHeapUsedSize"),
    connections: metric("RTCPeerConnections"),
    listeners: metric("JSEventListeners"),
  };
}

/** Runs in a page: that many viewers watch until media comes, and leave. */
async function watchAndLeave(
  { path, protocol, viewers, atATime }: {
    path: string;
    protocol: string;
    viewers: number;
    atATime: number;
  },
): Promise<void> {
  interface Message {
    readonly type: string;
    readonly sdp?: string;
    readonly candidates?: RTCIceCandidateInit[];
  }
  async function framesDecoded(connection: RTCPeerConnection, frames: number): Promise<void> {
    while (true) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type === "inbound-rtp" && report.framesDecoded >= frames) return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  async function join(): Promise<void> {
    const connection = new RTCPeerConnection();
    for (const kind of ["audio", "video"]) {
      connection.addTransceiver(kind, { direction: "recvonly" });
    }
    await connection.setLocalDescription();
    const media = Promise.withResolvers<void>();
    connection.ontrack = ({ track }) => {
      if (track.kind === "video") track.onunmute = () => media.resolve();
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "failed") media.reject(new Error("the link failed"));
    };
    const socket = new WebSocket(`ws://${location.host}${path}`, protocol);
    const say = (message: object) => socket.send(JSON.stringify(message));
    const closed = Promise.withResolvers<void>();
    socket.onclose = ({ code }) => {
      media.reject(new Error(`the socket was closed with ${code}`));
      closed.resolve();
    };
    socket.onopen = () => {
      const sdp = connection.localDescription?.sdp;
      say({ type: "watch", stream: "live", offer: { negotiation: 1, sdp } });
      connection.onicecandidate = ({ candidate }) => {
        if (candidate === null || candidate.candidate === "") return;
        say({ type: "candidates", negotiation: 1, candidates: [candidate] });
      };
    };
    let answered: Promise<void>;
    socket.onmessage = ({ data }) => {
      const { type, sdp, candidates = [] }: Message = JSON.parse(data);
      if (type === "answer") answered = connection.setRemoteDescription({ type, sdp });
      if (type !== "candidates") return;
      for (const candidate of candidates) {
        answered.then(() => connection.addIceCandidate(candidate)).catch(media.reject);
      }
    };
    await media.promise;
    await framesDecoded(connection, 3);
    connection.close();
    say({ type: "leave" });
    await closed.promise;
  }
  let left = viewers;
  await Promise.all(Array.from({ length: atATime }, async () => {
    while (left-- > 0) await join();
  }));
}
