/** The link that a watch session has: made, offered, answered, looked at; and what of it is to be played. */
import { signal } from "@preact/signals";
import type { ViewerMessage } from "@/signaling/protocol/client_messages.ts";
import type { Candidate } from "@/signaling/protocol/fields.ts";
import type { InboundSample } from "../stats/inbound_stats.ts";
import type { Ice } from "../link/ice.ts";
import type { EarlyConnection } from "./early_join.ts";
import { createReception, type Reception } from "./reception.ts";
import { triesDirectly } from "./watch_facts.ts";
import type { WatchEvent, WatchMachine } from "./watch_model.ts";
import type { ViewerEnd, WatchWorld } from "./watch_world.ts";

/** Where an offer takes longer, in milliseconds, it is asked whether this browser makes any. */
const OFFER_TAKES = 3_000;

/** What the link has to do with. */
export interface LinkOwner {
  readonly machine: WatchMachine;
  happened(event: WatchEvent): void;
  send(message: ViewerMessage): void;
}

export class CurrentLink {
  readonly media = signal<MediaStream | null>(null);
  readonly reception: Reception;
  /** A connection that was made before there was a session, for the first link. */
  early: EarlyConnection | null | undefined;
  #link: ViewerEnd | null = null;
  /** Whether `media` has brought a picture or sound, which is kept until another does. */
  #played = false;
  #buffer: number | null = null;

  constructor(readonly owner: LinkOwner, readonly ice: Ice, readonly world: WatchWorld) {
    this.reception = createReception(world.clock, (arrives) => {
      owner.happened({ type: "media", link: owner.machine.linkId, arrives });
    });
  }

  setBuffer(target: number | null): void {
    this.#buffer = target;
    this.#link?.setBuffer(target);
  }

  /** A look at its statistics, or null while there is none. */
  async sample(): Promise<InboundSample | null> {
    const link = this.#link;
    if (link === null) return null;
    const report = await link.statistics();
    return link === this.#link ? { at: this.world.clock.now(), report } : null;
  }

  /** Makes one in place of the one before. */
  make(): void {
    const { owner, early } = this;
    const link = owner.machine.linkId;
    this.close();
    this.early = null;
    try {
      this.#link = this.world.newLink(
        {
          candidates: (candidates) => {
            const { negotiation } = owner.machine;
            owner.send({ type: "candidates", negotiation, candidates });
          },
          changed: (type) => owner.happened({ type, link }),
          arrives: () => owner.happened({ type: "media", link, arrives: true }),
        },
        this.#configuration,
        early,
      );
    } catch {
      return this.#cannot(null);
    }
    this.#link.setBuffer(this.#buffer);
    this.reception.watch(this.#link);
  }

  close(): void {
    this.reception.watch(null);
    this.#link?.close();
    this.#link = null;
  }

  /** Describes the link, and sends that unless the link or the negotiation has changed meanwhile. */
  async offer(send: (sdp: string) => void, restart = false): Promise<void> {
    const link = this.#link;
    const { negotiation } = this.owner.machine;
    if (link === null) return;
    const cancel = this.world.clock.after(OFFER_TAKES, () => void this.#doubt(link));
    let sdp: string;
    try {
      sdp = await (restart ? link.restart() : link.offer());
    } catch {
      return this.#cannot(link);
    } finally {
      cancel();
    }
    if (link !== this.#link || negotiation !== this.owner.machine.negotiation) return;
    send(sdp);
    this.#readyElement();
  }

  /** The page's head has sent the offer. */
  offered(): void {
    this.#link?.offered();
    this.#readyElement();
  }

  async accept(sdp: string): Promise<void> {
    const link = this.#link;
    try {
      await link?.accept(sdp);
    } catch {
      if (link === this.#link) this.#is("unusable");
    }
  }

  addCandidates(candidates: readonly Candidate[]): void {
    this.#link?.addCandidates(candidates);
  }

  /** The ICE servers have changed. */
  configure(): void {
    this.#link?.configure(this.#configuration);
  }

  play(): void {
    this.#played = true;
    this.media.value = this.#link?.media ?? null;
  }

  /** Keeps no picture of it. */
  clear(): void {
    this.#played = false;
    this.media.value = null;
  }

  get #configuration(): RTCConfiguration {
    return this.ice.viewerConfiguration(triesDirectly(this.owner.machine));
  }

  /**
   * An element that has its tracks before they bring anything shows the first frame sooner. To be called while the answer is
   * on its way. Until it shows something it holds the page's load event back (HTML, "delaying-the-load-event flag"): a page
   * that waits for its broadcaster would never have loaded.
   */
  #readyElement(): void {
    const link = this.#link;
    this.world.page.afterLoad(() => {
      if (link !== null && link === this.#link && !this.#played) this.media.value = link.media;
    });
  }

  async #doubt(link: ViewerEnd): Promise<void> {
    if (!await this.world.page.canMakeLinks()) this.#cannot(link);
  }

  #cannot(link: ViewerEnd | null): void {
    if (link === this.#link) this.#is("no-offer");
  }

  #is(type: "unusable" | "no-offer"): void {
    this.owner.happened({ type, link: this.owner.machine.linkId });
  }
}
