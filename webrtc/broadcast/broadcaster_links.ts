/** The broadcaster's links, one to each viewer. */
import type { Clock } from "@/common/clock.ts";
import { RateLimit } from "@/common/rate_limit.ts";
import {
  type BroadcasterMessage,
  parseBroadcasterMessage,
} from "@/signaling/protocol/client_messages.ts";
import type { ToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import type { BroadcasterEnd, NewBroadcasterLink } from "./broadcast_world.ts";
import type { Ice } from "../link/ice.ts";

interface ViewerConnection {
  readonly link: BroadcasterEnd;
  /** The number of the newest offer. Candidates of older ones are ignored. */
  readonly negotiation: number;
}

/** Receives every change of the links. */
export interface LinksObserver {
  /** A link was made, in place of the viewer's earlier one if there was one. It has not answered yet. */
  opened(peer: string, link: BroadcasterEnd): void;
  closed(peer: string): void;
}

/** How long a failed link stays for its viewer to repair, in milliseconds. A viewer that vanished never says that it left. */
const FAILED_LINK_LIFETIME = 30_000;
/** How long a link may take to connect, in milliseconds. Its viewer gives it up after this time too. */
const CONNECT_TIMEOUT = 8_000;
/** How long the browser may take to answer an offer, in milliseconds. The server waits a little longer. */
const ANSWER_TIMEOUT = 8_000;
/** How often a viewer may have a new link. The server hands over fewer offers, but an earlier server may have done so too. */
const NEW_LINKS = { perSecond: 2, burst: 8 } as const;
/** Of so many viewers it is remembered how often they had one. */
const MAX_REMEMBERED = 1_000;

export class BroadcasterLinks {
  readonly #viewers = new Map<string, ViewerConnection>();
  /** Links that have not connected yet, each with a function that cancels its timeout. */
  readonly #connecting = new Map<BroadcasterEnd, () => void>();
  readonly #connected = new Set<BroadcasterEnd>();
  /** The least recent first. */
  readonly #newLinks = new Map<string, RateLimit>();
  #media: MediaStream | null = null;

  /** @param connectivity called with true when a link connects, with false when one fails while no other is connected */
  constructor(
    readonly send: (message: BroadcasterMessage) => void,
    readonly observer: LinksObserver,
    readonly connectivity: (works: boolean) => void,
    readonly ice: Ice,
    readonly newLink: NewBroadcasterLink,
    readonly clock: Clock,
  ) {}

  /** Answers a viewer's offer, on its link (an ICE restart) or on a new one. */
  async answer(offer: Extract<ToBroadcaster, { type: "offer" }>): Promise<void> {
    const { from: to, negotiation } = offer;
    const link = offer.restart ? this.#viewers.get(to)?.link : this.#open(to);
    // There is no link to restart, or none can be made: the viewer makes a new one.
    if (link === undefined) return this.send({ type: "decline", to, negotiation });
    const viewer = { link, negotiation };
    this.#viewers.set(to, viewer);
    const decline = () => {
      if (this.#viewers.get(to) !== viewer) return; // the viewer has left or made another offer
      this.#onFailed(link);
      this.close(to);
      this.send({ type: "decline", to, negotiation });
    };
    const cancel = this.clock.after(ANSWER_TIMEOUT, decline);
    try {
      const answered = link.answer(offer.sdp, () => this.#media ?? new MediaStream());
      link.addCandidates(offer.candidates);
      const sdp = await answered;
      if (this.#viewers.get(to) !== viewer) return;
      const answer = { type: "answer", to, negotiation, sdp } as const;
      if (!isAcceptable(answer)) return decline();
      this.send(answer);
    } catch {
      decline();
    } finally {
      cancel();
    }
  }

  addCandidates({ from, negotiation, candidates }: Extract<ToBroadcaster, { type: "candidates" }>) {
    const viewer = this.#viewers.get(from);
    if (viewer?.negotiation === negotiation) viewer.link.addCandidates(candidates);
  }

  /** Sends these tracks over every link from now on, without renegotiation. */
  setMedia(media: MediaStream): void {
    this.#media = media;
    for (const { link } of this.#viewers.values()) {
      link.send(media).catch(() => {}); // closed meanwhile
    }
  }

  /** The ICE servers have changed. */
  configure(): void {
    for (const { link } of this.#viewers.values()) link.configure(this.ice.configuration());
  }

  close(peer: string): void {
    this.#drop(this.#viewers.get(peer)?.link);
    if (this.#viewers.delete(peer)) this.observer.closed(peer);
  }

  closeAll(): void {
    for (const peer of this.#viewers.keys()) this.close(peer);
  }

  #giveUp(peer: string, link: BroadcasterEnd): void {
    if (this.#viewers.get(peer)?.link === link) this.close(peer);
  }

  #drop(link: BroadcasterEnd | undefined): void {
    if (link === undefined) return;
    this.#connecting.get(link)?.();
    this.#connecting.delete(link);
    this.#connected.delete(link);
    link.close();
  }

  #onConnected(link: BroadcasterEnd): void {
    this.#connecting.get(link)?.();
    this.#connecting.delete(link);
    this.#connected.add(link);
    this.connectivity(true);
  }

  /** Reports only links that never connected. The viewer repairs one that did. */
  #onFailed(link: BroadcasterEnd): void {
    this.#connected.delete(link);
    const cancel = this.#connecting.get(link);
    if (cancel === undefined) return;
    cancel();
    this.#connecting.delete(link);
    if (this.#connected.size === 0) this.connectivity(false);
  }

  /** Makes a new link for a viewer, in place of its earlier one. */
  #open(to: string): BroadcasterEnd | undefined {
    if (!this.#mayOpen(to)) return undefined;
    const before = this.#viewers.get(to)?.link;
    if (before !== undefined) this.#onFailed(before);
    this.#drop(before);
    try {
      const link = this.#newLink(to);
      this.#connecting.set(link, this.clock.after(CONNECT_TIMEOUT, () => this.#onFailed(link)));
      this.observer.opened(to, link);
      return link;
    } catch {
      this.close(to);
      if (this.#connected.size === 0) this.connectivity(false);
      return undefined;
    }
  }

  #mayOpen(to: string): boolean {
    const now = this.clock.now();
    const { perSecond, burst } = NEW_LINKS;
    const limit = this.#newLinks.get(to) ?? new RateLimit(perSecond, burst, now);
    this.#newLinks.delete(to);
    this.#newLinks.set(to, limit);
    const [oldest] = this.#newLinks.keys();
    if (this.#newLinks.size > MAX_REMEMBERED) this.#newLinks.delete(oldest);
    return limit.take(now);
  }

  #newLink(to: string): BroadcasterEnd {
    let cancel = () => {};
    const link = this.newLink({
      candidates: (candidates) => {
        const viewer = this.#viewers.get(to);
        if (viewer?.link !== link) return;
        const { negotiation } = viewer;
        const message = { type: "candidates", to, negotiation, candidates } as const;
        if (isAcceptable(message)) this.send(message);
      },
      // The viewer repairs a broken link.
      changed: (state) => {
        cancel();
        if (state === "connected") this.#onConnected(link);
        if (state !== "failed") return;
        this.#onFailed(link);
        cancel = this.clock.after(FAILED_LINK_LIFETIME, () => this.#giveUp(to, link));
      },
    }, this.ice.configuration());
    return link;
  }
}

/** Whether the server would pass this message on: what a viewer offers may make an answer or its candidates too large. */
function isAcceptable(message: BroadcasterMessage): boolean {
  return parseBroadcasterMessage(JSON.stringify(message)).ok;
}
