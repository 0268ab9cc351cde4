/** The broadcaster's links, one to each viewer. */
import { type Clock, SYSTEM_CLOCK } from "@/signaling/clock.ts";
import type { BroadcasterMessage, ToBroadcaster } from "@/signaling/protocol.ts";
import type { Ice } from "./ice.ts";
import { BroadcasterLink } from "./link.ts";

interface Known {
  readonly link: BroadcasterLink;
  /** The offer that the link answers: candidates of an older one come too late. */
  readonly negotiation: number;
}

/** Who is told of each link that comes and goes. */
export interface LinksWatcher {
  /** In place of the one that this viewer may have had. Before it answers. */
  opened(peer: string, link: BroadcasterLink): void;
  closed(peer: string): void;
}

/** How long a link that failed is kept for its viewer to mend, in milliseconds: who vanished never says that it left. */
const GIVEN_UP = 30_000;

export class BroadcasterLinks {
  readonly #links = new Map<string, Known>();
  #media: MediaStream | null = null;

  constructor(
    readonly tell: (message: BroadcasterMessage) => void,
    readonly watcher: LinksWatcher,
    readonly ice: Ice,
    readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  /** Answers a viewer's offer, on its link (an ICE restart) or on a new one. */
  async answer(offer: Extract<ToBroadcaster, { type: "offer" }>): Promise<void> {
    const { from: to, negotiation } = offer;
    const link = offer.restart ? this.#links.get(to)?.link : this.#open(to);
    // Nothing to restart: its viewer makes a new link.
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
    this.#links.get(peer)?.link.close();
    if (this.#links.delete(peer)) this.watcher.closed(peer);
  }

  closeAll(): void {
    for (const peer of this.#links.keys()) this.close(peer);
  }

  #giveUp(peer: string, link: BroadcasterLink): void {
    if (this.#links.get(peer)?.link === link) this.close(peer);
  }

  /** A new link for a viewer, in place of the one that it may have had. */
  #open(to: string): BroadcasterLink {
    this.#links.get(to)?.link.close();
    let cancel = () => {};
    const link = new BroadcasterLink({
      candidates: (candidates) => {
        const known = this.#links.get(to);
        if (known?.link !== link) return;
        const { negotiation } = known;
        this.tell({ type: "candidates", to, negotiation, candidates });
      },
      // One that breaks is its viewer's to mend.
      changed: (state) => {
        cancel();
        if (state === "failed") cancel = this.clock.after(GIVEN_UP, () => this.#giveUp(to, link));
      },
    }, this.ice.configuration());
    this.watcher.opened(to, link);
    return link;
  }
}
