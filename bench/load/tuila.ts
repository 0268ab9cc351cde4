/** A client of Tuila with its pages' protocol, within its rules and rate limits. */
import type { ClientMessage } from "@/signaling/protocol/client_messages.ts";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { LIMITS, PING, PONG } from "@/signaling/protocol/limits.ts";
import { parseToBroadcaster, parseToViewer } from "@/signaling/protocol/server_messages.ts";
import { RateLimit } from "@/common/rate_limit.ts";
import { sdp, sdpOf } from "../../tests/support/messages.ts";
import { openSocket } from "./socket.ts";
import {
  candidateOf,
  filled,
  type Line,
  type Pair,
  type Side,
  type Speaker,
  type Stream,
} from "./speakers.ts";

/** As long as those of Tuila's pages in Chromium. */
export const OFFER = sdpOf(3_600);
export const ANSWER = sdpOf(4_000);

export class TuilaSpeaker implements Speaker {
  constructor(readonly origin: string) {}

  pair(name: string, line: Line): Promise<Pair> {
    return TuilaPair.open(this.origin, name, line);
  }

  stream(name: string): Promise<Stream> {
    return TuilaStream.open(this.origin, name);
  }
}

/** Opens a socket, says hello, and answers pings. */
export async function enter(
  origin: string,
  hello: ClientMessage,
  received: (text: string) => void,
): Promise<WebSocket> {
  const socket = await openSocket(origin, SIGNALING_PATH, (text) => {
    if (text === PING) socket.send(PONG);
    else received(text);
  }, [SUBPROTOCOL]);
  socket.send(JSON.stringify(hello));
  return socket;
}

const CANDIDATES = '{"type":"candidates"';
const DETAILS = '{"type":"details"';

/** Sends candidates both ways; after the most that one description allows, it sends a new offer and answer. */
class TuilaPair implements Pair {
  #sockets: readonly WebSocket[] = [];
  #peer = "";
  #negotiation = 1;
  /** What each side sends in this negotiation, and how many more times it may. */
  #texts: readonly string[] = [];
  readonly #left = [0, 0];
  readonly #rates = [newRate(performance.now()), newRate(performance.now())];
  #inFlight = 0;
  #isLinked = false;
  readonly #met = Promise.withResolvers<void>();

  private constructor(readonly line: Line) {}

  static async open(origin: string, stream: string, line: Line): Promise<Pair> {
    const pair = new TuilaPair(line);
    const broadcaster = await enter(
      origin,
      { type: "publish", stream },
      (text) => pair.#toBroadcaster(text),
    );
    const offer = { negotiation: 1, sdp: OFFER };
    const viewer = await enter(
      origin,
      { type: "watch", stream, offer },
      (text) => pair.#toViewer(text),
    );
    pair.#sockets = [viewer, broadcaster];
    await pair.#met.promise;
    return pair;
  }

  send(from: Side): boolean {
    // If the server falls behind, the sides that it serves first could exceed their rate limit.
    if (!this.#isLinked || this.#rates[from].wait(performance.now()) > 0) return false;
    if (this.#left[from] === 0) return this.#inFlight === 0 && this.#renew();
    this.#left[from]--;
    this.#sendFrom(from, this.#texts[from]);
    return true;
  }

  #renew(): boolean {
    this.#isLinked = false;
    this.#negotiation++;
    const offer = { type: "offer", negotiation: this.#negotiation, restart: true };
    this.#sendFrom(0, filled((filling) => JSON.stringify({ ...offer, sdp: sdp(filling) })));
    return true;
  }

  #sendFrom(from: Side, text: string): void {
    this.#inFlight++;
    this.#rates[from].take(performance.now());
    this.line.sent(from);
    this.#sockets[from].send(text);
  }

  #delivered(from: Side): void {
    this.#inFlight--;
    this.line.delivered(from);
  }

  #toBroadcaster(text: string): void {
    if (text.startsWith(CANDIDATES)) return this.#delivered(0);
    const parsed = parseToBroadcaster(text);
    if (!parsed.ok || parsed.message.type !== "offer") return;
    const { from: to, negotiation } = parsed.message;
    this.#peer = to;
    if (negotiation > 1) this.#delivered(0);
    const answer = { type: "answer", to, negotiation };
    this.#sendFrom(1, filled((filling) => JSON.stringify({ ...answer, sdp: sdp(filling) })));
  }

  #toViewer(text: string): void {
    if (text.startsWith(CANDIDATES)) return this.#delivered(1);
    const parsed = parseToViewer(text);
    if (!parsed.ok || parsed.message.type !== "answer") return;
    this.#delivered(1);
    const all = { type: "candidates", negotiation: this.#negotiation };
    const toOne = { type: "candidates", to: this.#peer, negotiation: this.#negotiation };
    this.#texts = [all, toOne].map((message) =>
      filled((filling) => JSON.stringify({ ...message, candidates: [candidateOf(filling)] }))
    );
    this.#left.fill(LIMITS.candidatesPerDescription);
    this.#isLinked = true;
    this.#met.resolve();
  }
}

/** Well below the server's limit for one socket. */
function newRate(now: number): RateLimit {
  return new RateLimit(LIMITS.messagesPerSecond * 0.8, LIMITS.messageBurst * 0.8, now);
}

/** A broadcaster that answers offers as fast as it may. The server asks viewers without a timely answer to renew. */
class TuilaStream implements Stream {
  #socket: WebSocket | undefined;
  readonly #rate = newRate(performance.now());
  #waiting = 0;
  #announced = 0;
  readonly #watchers = new Set<() => void>();

  private constructor(readonly origin: string, readonly name: string) {}

  static async open(origin: string, name: string): Promise<Stream> {
    const stream = new TuilaStream(origin, name);
    const isIn = Promise.withResolvers<void>();
    stream.#socket = await enter(origin, { type: "publish", stream: name }, (text) => {
      const parsed = parseToBroadcaster(text);
      if (!parsed.ok) return;
      if (parsed.message.type === "publishing") isIn.resolve();
      if (parsed.message.type !== "offer") return;
      const { from: to, negotiation } = parsed.message;
      stream.#answer({ type: "answer", to, negotiation, sdp: ANSWER });
    });
    await isIn.promise;
    return stream;
  }

  #answer(answer: ClientMessage): void {
    const now = performance.now();
    const wait = this.#rate.wait(now);
    if (wait > 0) return void setTimeout(() => this.#answer(answer), wait);
    this.#rate.take(now);
    this.#socket?.send(JSON.stringify(answer));
  }

  async watch(heard: () => void): Promise<void> {
    const isIn = Promise.withResolvers<void>();
    let isSettled = false;
    const offer = { negotiation: 1, sdp: OFFER };
    const hello = { type: "watch", stream: this.name, offer } as const;
    await enter(this.origin, hello, (text) => {
      // Without parsing, which would take too much of the client's CPU time for this many messages.
      if (text.startsWith(DETAILS)) {
        if (this.#announced > 0 && text.startsWith(this.#currentDetailsPrefix)) heard();
        return;
      }
      if (isSettled) return;
      const parsed = parseToViewer(text);
      if (!parsed.ok) return;
      const { type } = parsed.message;
      if (type === "watching") {
        this.#waiting++;
        isIn.resolve();
      }
      if (type === "error") isIn.reject(new Error(parsed.message.message));
      if (type !== "answer" && type !== "renew") return;
      isSettled = true;
      this.#waiting--;
      if (this.#waiting === 0) { for (const watcher of this.#watchers) watcher(); }
    });
    await isIn.promise;
  }

  settled(): Promise<void> {
    if (this.#waiting === 0) return Promise.resolve();
    return new Promise((resolve) => this.#watchers.add(resolve));
  }

  announce(): void {
    this.#announced++;
    const title = `title ${this.#announced}`;
    this.#socket?.send(JSON.stringify({ type: "describe", title, capacity: null }));
  }

  get #currentDetailsPrefix(): string {
    return `${DETAILS},"title":"title ${this.#announced}"`;
  }
}
