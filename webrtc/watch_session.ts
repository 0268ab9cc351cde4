/** Watching a stream: the socket, the link to the broadcaster, and what comes over it. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { SignalingClient } from "@/signaling/client.ts";
import { parseToViewer, type ToViewer } from "@/signaling/protocol.ts";
import { supportsWebRtc, ViewerLink } from "./link.ts";
import type { WatchState } from "./states.ts";
import { type WatchFacts, watchState } from "./watch_state.ts";

export interface WatchSession {
  readonly state: ReadonlySignal<WatchState>;
  /** What to play: set with the first track, kept (its last picture) until another comes or the stream ends. */
  readonly media: ReadonlySignal<MediaStream | null>;
  start(): void;
  /** Leaves the stream. */
  dispose(): void;
}

/** Touches nothing until `start`. */
export function createWatchSession(stream: string): WatchSession {
  return new Session(stream);
}

/** While the broadcaster is away, how often to look whether its media still comes, in milliseconds. */
const LOOK_EVERY = 250;
/** How long to wait before asking again for what was refused. */
const ASK_AGAIN = 3_000;
const FULL_ASK_AGAIN = 15_000;

const START: WatchFacts = {
  supported: true,
  contact: "none",
  refusal: null,
  stream: null,
  flowing: false,
};

class Session implements WatchSession {
  readonly #facts = signal<WatchFacts>(START);
  readonly state = computed(() => watchState(this.#facts.value));
  readonly media = signal<MediaStream | null>(null);
  #client: SignalingClient<ToViewer> | null = null;
  #link: ViewerLink | null = null;
  /** The number of this page's newest offer, and of the link that made it. */
  #negotiation = 0;
  #ticket: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly stream: string) {}

  start(): void {
    this.#facts.value = { ...START, supported: supportsWebRtc() };
    if (!this.#facts.value.supported) return;
    this.#renewLink(); // gathers candidates while the socket opens
    this.#client = new SignalingClient<ToViewer>({
      parse: parseToViewer,
      opened: () => void this.#sayHello(),
      received: (message) => this.#received(message),
      lost: () => this.#know({ contact: "lost" }),
      closed: () => this.#closed(),
    });
    this.#client.connect();
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#comeBack);
  }

  dispose(): void {
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#comeBack);
    this.#leave();
  }

  readonly #leave = (): void => {
    clearTimeout(this.#timer);
    this.#client?.close({ type: "leave" });
    this.#client = null;
    this.#ticket = null;
    this.#closeLink();
    this.media.value = null;
  };

  /** Back from the browser's cache of whole pages: everything was let go when the page went there. */
  readonly #comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted && this.#client === null) this.start();
  };

  #know(facts: Partial<WatchFacts>): void {
    this.#facts.value = { ...this.#facts.value, ...facts };
  }

  async #sayHello(): Promise<void> {
    const client = this.#client;
    const { stream } = this;
    if (this.#ticket !== null) {
      client?.send({ type: "resume", ticket: this.#ticket, negotiation: this.#negotiation });
      return;
    }
    const link = this.#link ?? this.#renewLink();
    const negotiation = this.#negotiation;
    const sdp = await link.offer();
    if (link !== this.#link) return;
    client?.send({ type: "watch", stream, offer: { negotiation, sdp } });
  }

  #received(message: ToViewer): void {
    switch (message.type) {
      case "watching": {
        const returned = this.#ticket !== null;
        this.#ticket = message.ticket;
        this.#know({ contact: "open", refusal: null });
        this.#streamIs(message.state);
        // Back with a link that did not outlive the socket.
        if (returned && this.#link?.isConnected !== true) void this.#offerAnew();
        return;
      }
      case "state":
        return this.#streamIs(message.state);
      case "answer":
        if (message.negotiation === this.#negotiation) void this.#accept(message.sdp);
        return;
      case "candidates":
        if (message.negotiation === this.#negotiation) {
          this.#link?.addCandidates(message.candidates);
        }
        return;
      case "renew":
        return void this.#offerAnew();
      case "declined":
        if (message.negotiation === this.#negotiation) {
          this.#later(ASK_AGAIN, () => this.#offerAnew());
        }
        return;
      case "error":
        if (message.code !== "no-such-link") this.#know({ refusal: message.code });
        return;
      default:
        return message satisfies never;
    }
  }

  #streamIs(stream: WatchFacts["stream"]): void {
    this.#know({ stream });
    if (stream === "ended") {
      this.#closeLink();
      this.media.value = null;
    }
    if (stream === "paused") void this.#lookForMedia(0);
  }

  /** The broadcaster's socket is gone; its media may still come. Says which, until the stream is live again. */
  async #lookForMedia(before: number): Promise<void> {
    const link = this.#link;
    const now = await link?.bytesReceived() ?? 0;
    if (link !== this.#link || this.#facts.value.stream !== "paused") return;
    if (before > 0) this.#know({ flowing: now > before });
    this.#later(LOOK_EVERY, () => this.#lookForMedia(now));
  }

  async #offerAnew(): Promise<void> {
    const link = this.#renewLink();
    const negotiation = this.#negotiation;
    const sdp = await link.offer();
    if (link !== this.#link) return;
    this.#client?.send({ type: "offer", negotiation, restart: false, sdp });
  }

  async #accept(sdp: string): Promise<void> {
    const link = this.#link;
    try {
      await link?.accept(sdp);
    } catch {
      if (link === this.#link) this.#later(ASK_AGAIN, () => this.#offerAnew());
    }
  }

  /** A new link in place of the old one. */
  #renewLink(): ViewerLink {
    this.#closeLink();
    const negotiation = ++this.#negotiation;
    const link = new ViewerLink({
      candidate: (candidate) =>
        this.#client?.send({ type: "candidates", negotiation, candidates: [candidate] }),
      connected: () => {},
      flowing: () => {
        this.media.value = link.media;
        this.#know({ flowing: true });
      },
      failed: () => {
        this.#know({ flowing: false });
        void this.#offerAnew();
      },
    });
    this.#link = link;
    return link;
  }

  #closeLink(): void {
    this.#link?.close();
    this.#link = null;
    this.#know({ flowing: false });
  }

  #closed(): void {
    this.#ticket = null;
    const { refusal } = this.#facts.value;
    if (refusal === "ticket-refused") {
      this.#know({ refusal: null });
      this.#renewLink();
      this.#client?.connect();
    } else if (refusal === "stream-full" || refusal === "server-full") {
      this.#renewLink();
      this.#client?.connectIn(FULL_ASK_AGAIN);
    } else {
      this.#know({ contact: "refused" });
      this.#closeLink();
    }
  }

  /** One thing is waited for at a time. */
  #later(delay: number, then: () => Promise<void>): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void then(), delay);
  }
}
