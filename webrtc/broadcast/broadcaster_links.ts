/** The broadcaster's links, one to each viewer. */
import type { Clock } from "@/common/clock.ts";
import type { BroadcasterMessage } from "@/signaling/protocol/client_messages.ts";
import type { ToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import type { BroadcasterEnd, NewBroadcasterLink } from "./broadcast_world.ts";
import type { Ice } from "../link/ice.ts";

interface Known {
  readonly link: BroadcasterEnd;
  /** The offer that the link answers: candidates of an older one come too late. */
  readonly negotiation: number;
}

/** Who is told of each link that comes and goes. */
export interface LinksWatcher {
  /** In place of the one that this viewer may have had. Before it answers. */
  opened(peer: string, link: BroadcasterEnd): void;
  closed(peer: string): void;
}

/** How long a link that failed is kept for its viewer to mend, in milliseconds: who vanished never says that it left. */
const GIVEN_UP = 30_000;
/** One that has not connected by then came to nothing, in milliseconds: its viewer gives it up as well. */
const CONNECTS_IN = 8_000;

export class BroadcasterLinks {
  readonly #links = new Map<string, Known>();
  /** Those that have not connected yet, with what ends the wait for that; and those that are up. */
  readonly #tried = new Map<BroadcasterEnd, () => void>();
  readonly #up = new Set<BroadcasterEnd>();
  #media: MediaStream | null = null;

  /** @param proved a link is up; or one came to nothing, while no other is up */
  constructor(
    readonly tell: (message: BroadcasterMessage) => void,
    readonly watcher: LinksWatcher,
    readonly proved: (works: boolean) => void,
    readonly ice: Ice,
    readonly newLink: NewBroadcasterLink,
    readonly clock: Clock,
  ) {}

  /** Answers a viewer's offer, on its link (an ICE restart) or on a new one. */
  async answer(offer: Extract<ToBroadcaster, { type: "offer" }>): Promise<void> {
    const { from: to, negotiation } = offer;
    const link = offer.restart ? this.#links.get(to)?.link : this.#open(to);
    // Nothing to restart, or this browser makes none: its viewer asks for a new one.
    if (link === undefined) return this.tell({ type: "decline", to, negotiation });
    const known = { link, negotiation };
    this.#links.set(to, known);
    try {
      const answered = link.answer(offer.sdp, () => this.#media ?? new MediaStream());
      link.addCandidates(offer.candidates);
      const sdp = await answered;
      if (this.#links.get(to) !== known) return; // the viewer left, or offered anew, meanwhile
      this.tell({ type: "answer", to, negotiation, sdp });
    } catch {
      if (this.#links.get(to) !== known) return;
      this.#failed(link);
      this.close(to);
      this.tell({ type: "decline", to, negotiation });
    }
  }

  addCandidates({ from, negotiation, candidates }: Extract<ToBroadcaster, { type: "candidates" }>) {
    const known = this.#links.get(from);
    if (known?.negotiation === negotiation) known.link.addCandidates(candidates);
  }

  /** Sends these tracks from now on, over every link. Costs no exchange. */
  send(media: MediaStream): void {
    this.#media = media;
    for (const { link } of this.#links.values()) {
      link.send(media).catch(() => {}); // closed meanwhile
    }
  }

  /** The ICE servers have changed. */
  configure(): void {
    for (const { link } of this.#links.values()) link.configure(this.ice.configuration());
  }

  close(peer: string): void {
    this.#drop(this.#links.get(peer)?.link);
    if (this.#links.delete(peer)) this.watcher.closed(peer);
  }

  closeAll(): void {
    for (const peer of this.#links.keys()) this.close(peer);
  }

  #giveUp(peer: string, link: BroadcasterEnd): void {
    if (this.#links.get(peer)?.link === link) this.close(peer);
  }

  #drop(link: BroadcasterEnd | undefined): void {
    if (link === undefined) return;
    this.#tried.get(link)?.();
    this.#tried.delete(link);
    this.#up.delete(link);
    link.close();
  }

  #connected(link: BroadcasterEnd): void {
    this.#tried.get(link)?.();
    this.#tried.delete(link);
    this.#up.add(link);
    this.proved(true);
  }

  /** Told once of each. One that was up is its viewer's to mend. */
  #failed(link: BroadcasterEnd): void {
    this.#up.delete(link);
    const cancel = this.#tried.get(link);
    if (cancel === undefined) return;
    cancel();
    this.#tried.delete(link);
    if (this.#up.size === 0) this.proved(false);
  }

  /** A new link for a viewer, in place of the one that it may have had. */
  #open(to: string): BroadcasterEnd | undefined {
    const before = this.#links.get(to)?.link;
    if (before !== undefined) this.#failed(before);
    this.#drop(before);
    try {
      const link = this.#newLink(to);
      this.#tried.set(link, this.clock.after(CONNECTS_IN, () => this.#failed(link)));
      this.watcher.opened(to, link);
      return link;
    } catch {
      this.close(to);
      if (this.#up.size === 0) this.proved(false);
      return undefined;
    }
  }

  #newLink(to: string): BroadcasterEnd {
    let cancel = () => {};
    const link = this.newLink({
      candidates: (candidates) => {
        const known = this.#links.get(to);
        if (known?.link !== link) return;
        const { negotiation } = known;
        this.tell({ type: "candidates", to, negotiation, candidates });
      },
      // One that breaks is its viewer's to mend.
      changed: (state) => {
        cancel();
        if (state === "connected") this.#connected(link);
        if (state !== "failed") return;
        this.#failed(link);
        cancel = this.clock.after(GIVEN_UP, () => this.#giveUp(to, link));
      },
    }, this.ice.configuration());
    return link;
  }
}
