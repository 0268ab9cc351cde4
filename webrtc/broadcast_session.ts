/** Going live: capture, the seat, and a link to each viewer. Signals to read, actions to call. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { SignalingClient } from "@/signaling/client.ts";
import { CLOSE, parseToBroadcaster, type ToBroadcaster } from "@/signaling/protocol.ts";
import { capture, CaptureError, release } from "./capture.ts";
import { adoptKeyFromAddress, loadKey, saveKey } from "./key_store.ts";
import { BroadcasterLink, supportsWebRtc } from "./link.ts";
import type { BroadcastProblem, BroadcastState } from "./states.ts";

export interface BroadcastSession {
  readonly stream: string;
  readonly state: ReadonlySignal<BroadcastState>;
  /** The own picture, while there is one. */
  readonly preview: ReadonlySignal<MediaStream | null>;
  readonly viewers: ReadonlySignal<number>;
  /** Goes live; tries again after a failure; takes the seat back from another tab. */
  start(): Promise<void>;
  /** Goes live with the stream key of the owner. */
  startWithKey(key: string): Promise<void>;
  /** Ends the stream for everyone. */
  stop(): void;
  /** Lets go of everything without a word: the seat is kept for a while. */
  dispose(): void;
}

/** Touches nothing until `start`. */
export function createBroadcastSession(stream: string): BroadcastSession {
  return new Session(stream);
}

/** The links of a broadcaster, by viewer. `negotiation` is the offer that a link answers. */
type Links = Map<string, { readonly link: BroadcasterLink; negotiation: number }>;

class Session implements BroadcastSession {
  readonly state = signal<BroadcastState>({ name: "idle" });
  readonly preview = signal<MediaStream | null>(null);
  readonly viewers = signal(0);
  readonly #links: Links = new Map();
  #client: SignalingClient<ToBroadcaster> | null = null;
  /** Where a lost socket comes back to. */
  #ticket: string | null = null;
  /** Why the server is about to close the socket. */
  #refusal: string | null = null;
  /** The attempt under way: what an older one still brings is let go. */
  #attempt = 0;

  constructor(readonly stream: string) {}

  async start(): Promise<void> {
    this.#reset();
    adoptKeyFromAddress(this.stream);
    if (!supportsWebRtc()) return this.#fail("no-webrtc");
    const attempt = this.#attempt;
    this.state.value = { name: "asking" };
    try {
      const media = await capture();
      if (attempt !== this.#attempt) return release(media);
      this.preview.value = media;
    } catch (error) {
      if (attempt !== this.#attempt) return;
      return this.#fail(error instanceof CaptureError ? error.problem : "unexpected");
    }
    this.state.value = { name: "claiming" };
    this.#client = this.#connect();
  }

  startWithKey(key: string): Promise<void> {
    saveKey(this.stream, key.trim());
    return this.start();
  }

  stop(): void {
    this.#client?.close({ type: "stop" });
    this.#reset();
    this.state.value = { name: "idle" };
  }

  dispose(): void {
    this.#reset();
  }

  #connect(): SignalingClient<ToBroadcaster> {
    const client = new SignalingClient<ToBroadcaster>({
      parse: parseToBroadcaster,
      opened: () => {
        const { stream } = this;
        if (this.#ticket !== null) {
          return client.send({ type: "resume", ticket: this.#ticket, negotiation: 0 });
        }
        const key = loadKey(stream);
        client.send({ type: "publish", stream, ...(key === undefined ? {} : { key }) });
      },
      received: (message) => this.#received(message),
      lost: () => this.#lost(),
      closed: (code) => this.#closed(code),
    });
    client.connect();
    return client;
  }

  #received(message: ToBroadcaster): void {
    switch (message.type) {
      case "publishing": {
        this.#ticket = message.ticket;
        if (message.key !== null) saveKey(this.stream, message.key);
        if (message.links !== null) this.#keepOnly(message.links);
        const before = this.state.value;
        const since = before.name === "live" ? before.since : Date.now();
        this.state.value = { name: "live", since, reconnecting: false };
        return;
      }
      case "offer":
        return void this.#answer(message);
      case "candidates": {
        const known = this.#links.get(message.from);
        if (known?.negotiation === message.negotiation) {
          known.link.addCandidates(message.candidates);
        }
        return;
      }
      case "left":
        return this.#close(message.peer);
      case "viewers":
        this.viewers.value = message.count;
        return;
      case "error":
        this.#refusal = message.code;
        return;
      default:
        return message satisfies never;
    }
  }

  async #answer(offer: Extract<ToBroadcaster, { type: "offer" }>): Promise<void> {
    const { from: to, negotiation } = offer;
    const media = this.preview.value;
    if (media === null) return;
    const link = offer.restart ? this.#links.get(to)?.link : this.#open(to);
    if (link === undefined) { // nothing to restart: its viewer makes a new one
      return this.#client?.send({ type: "decline", to, negotiation });
    }
    const known = { link, negotiation };
    this.#links.set(to, known);
    try {
      const answered = link.answer(offer.sdp, media);
      link.addCandidates(offer.candidates);
      const sdp = await answered;
      if (this.#links.get(to) !== known) return; // the viewer left, or offered anew, meanwhile
      this.#client?.send({ type: "answer", to, negotiation, sdp });
    } catch {
      if (this.#links.get(to) !== known) return;
      this.#close(to);
      this.#client?.send({ type: "decline", to, negotiation });
    }
  }

  /** A new link for a viewer, in place of the one that it may have had. */
  #open(to: string): BroadcasterLink {
    this.#close(to);
    const link = new BroadcasterLink({
      candidate: (candidate) => {
        const known = this.#links.get(to);
        if (known?.link !== link) return;
        const { negotiation } = known;
        this.#client?.send({ type: "candidates", to, negotiation, candidates: [candidate] });
      },
      // Nothing to do for one that breaks: its viewer sees it too, and mends it.
      changed: () => {},
    });
    return link;
  }

  #close(peer: string): void {
    this.#links.get(peer)?.link.close();
    this.#links.delete(peer);
  }

  #keepOnly(peers: readonly string[]): void {
    for (const peer of this.#links.keys()) if (!peers.includes(peer)) this.#close(peer);
  }

  #lost(): void {
    const { value } = this.state;
    if (value.name === "live") this.state.value = { ...value, reconnecting: true };
    else this.#fail("unreachable"); // no contact yet: better said than waited for
  }

  #closed(code: number): void {
    if (code === CLOSE.replaced.code) {
      this.#reset();
      this.state.value = { name: "replaced" };
      return;
    }
    switch (this.#refusal) {
      case "ticket-refused":
        // The seat was not kept: take it anew. The viewers are asked for new links.
        this.#ticket = null;
        this.#refusal = null;
        return this.#client?.connect();
      case "stream-taken":
        this.#reset();
        this.state.value = { name: "taken", suggestion: anotherName(this.stream) };
        return;
      case "key-required":
      case "server-full":
        return this.#fail(this.#refusal);
      default:
        return this.#fail("unexpected");
    }
  }

  #fail(problem: BroadcastProblem): void {
    this.#reset();
    this.state.value = { name: "failed", problem };
  }

  #reset(): void {
    this.#attempt++;
    this.#client?.close();
    this.#client = null;
    this.#ticket = null;
    this.#refusal = null;
    this.#keepOnly([]);
    release(this.preview.value);
    this.preview.value = null;
    this.viewers.value = 0;
  }
}

/** A name like the one that is taken, most probably free. */
export function anotherName(stream: string, random = Math.random()): string {
  const suffix = `-${100 + Math.floor(random * 900)}`;
  return [...stream].slice(0, 64 - suffix.length).join("") + suffix;
}
