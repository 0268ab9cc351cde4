/** Broadcasters and viewers that join and leave in every way, over real sockets. They have no media, only signaling. */
import {
  parseToBroadcaster,
  parseToViewer,
  type ToBroadcaster,
  type ToViewer,
} from "@/signaling/protocol/server_messages.ts";
import { candidates, sdpOf } from "./messages.ts";
import { RawWire } from "./raw_wire.ts";
import { TestClient } from "./wire.ts";

/** As long as a browser's, so that a leaked SDP shows in memory. */
const SDP = sdpOf(6_000);
const STREAMS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
/** A broadcaster may send at most 60 messages in one burst, so it can answer this many viewers. */
const VIEWERS = 40;
const AT_A_TIME = 2;

/** How a viewer ends its visit. */
const ENDINGS = [
  "leaves",
  "leaves early",
  "closes the page",
  "comes back",
  "vanishes",
  "is silent",
];

/** How many peers join and leave in one round. */
export const ROUND = STREAMS.length * (VIEWERS + 1);

export class Crowd {
  readonly streams: readonly string[] = STREAMS;
  readonly #keys = new Map<string, string>();
  readonly #someVanish: boolean;

  /** @param someVanish whether some peers drop their socket and never come back, so that the room keeps their places */
  constructor(readonly origin: string, { someVanish }: { readonly someVanish: boolean }) {
    this.#someVanish = someVanish;
  }

  /** All peers join, broadcast or watch, and leave. When it resolves, this side has closed every socket. */
  async round(): Promise<void> {
    await Promise.all(STREAMS.map((stream, index) => this.#broadcast(stream, index)));
  }

  async #broadcast(stream: string, index: number): Promise<void> {
    const broadcaster = new TestClient(await RawWire.open(this.origin), parseToBroadcaster);
    const key = this.#keys.get(stream);
    broadcaster.send({ type: "publish", stream, ...(key === undefined ? {} : { key }) });
    const welcome = await broadcaster.next("publishing");
    if (welcome.key !== null) this.#keys.set(stream, welcome.key);

    const endings = Array.from(
      { length: VIEWERS },
      (_, i) => ENDINGS[(index + i) % ENDINGS.length],
    );
    const offers = endings.filter((ending) => ending !== "is silent").length;
    const watching = Array.from({ length: AT_A_TIME }, async () => {
      for (let next = endings.pop(); next; next = endings.pop()) await this.#watch(stream, next);
    });
    await Promise.all([answer(broadcaster, offers), ...watching]);

    if (index % 2 === 0) return await end(broadcaster, "stop");
    broadcaster.wire.drop();
    if (this.#someVanish && index % 4 === 1) return;
    const back = new TestClient(await RawWire.open(this.origin), parseToBroadcaster);
    back.send({ type: "resume", ticket: welcome.ticket, negotiation: 0, linked: false });
    await back.next("publishing");
    await end(back, "stop");
  }

  async #watch(stream: string, ending: string): Promise<void> {
    const wire = await RawWire.open(this.origin);
    if (ending === "is silent") return wire.drop();
    const viewer = new TestClient(wire, parseToViewer);
    viewer.send({ type: "watch", stream, offer: { negotiation: 1, sdp: SDP } });
    const { ticket } = await viewer.next("watching");
    if (ending === "leaves early") return await end(viewer, "leave");
    await viewer.next("answer");
    viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(3) });
    if (ending === "leaves") return await end(viewer, "leave");
    if (ending === "closes the page") return await wire.close(1001);
    wire.drop();
    if (ending === "vanishes" && this.#someVanish) return;
    const back = new TestClient(await RawWire.open(this.origin), parseToViewer);
    back.send({ type: "resume", ticket, negotiation: 1, linked: true });
    await back.next("watching");
    await end(back, "leave");
  }
}

async function answer(broadcaster: TestClient<ToBroadcaster>, offers: number): Promise<void> {
  for (let i = 0; i < offers; i++) {
    const { from, negotiation } = await broadcaster.next("offer");
    broadcaster.send({ type: "answer", to: from, negotiation, sdp: SDP });
  }
}

/** Sends the goodbye, and waits until the server has closed the socket. */
async function end(
  client: TestClient<ToBroadcaster> | TestClient<ToViewer>,
  goodbye: "leave" | "stop",
): Promise<void> {
  client.send({ type: goodbye });
  await client.closed();
}
