/** The current link of a watch session: makes it, offers it, applies answers, and selects the media to play. */
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

/** After this time without an offer, in milliseconds, test whether WebRTC works in this browser at all. */
const SLOW_OFFER = 3_000;

/** The session that the link belongs to. */
export interface LinkOwner {
  readonly machine: WatchMachine;
  happened(event: WatchEvent): void;
  send(message: ViewerMessage): void;
}

export class CurrentLink {
  readonly media = signal<MediaStream | null>(null);
  readonly reception: Reception;
  /** A connection that was made before the session existed. The first link uses it. */
  early: EarlyConnection | null | undefined;
  #link: ViewerEnd | null = null;
  /** Whether `media` has received anything. It stays in place until another link receives media. */
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

  /** The link's statistics now; null while there is no link. */
  async sample(): Promise<InboundSample | null> {
    const link = this.#link;
    if (link === null) return null;
    const report = await link.statistics();
    return link === this.#link ? { at: this.world.clock.now(), report } : null;
  }

  /** Makes a new link in place of the current one. */
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
      return this.#cannotOffer(null);
    }
    this.#link.setBuffer(this.#buffer);
    this.reception.watch(this.#link);
  }

  close(): void {
    this.reception.watch(null);
    this.#link?.close();
    this.#link = null;
  }

  /** Makes an offer and passes it to `send`, unless the link or the negotiation has changed meanwhile. */
  async offer(send: (sdp: string) => void, restart = false): Promise<void> {
    const link = this.#link;
    const { negotiation } = this.owner.machine;
    if (link === null) return;
    const cancel = this.world.clock.after(SLOW_OFFER, () => void this.#testWebRtc(link));
    let sdp: string;
    try {
      sdp = await (restart ? link.restart() : link.offer());
    } catch {
      return this.#cannotOffer(link);
    } finally {
      cancel();
    }
    if (link !== this.#link || negotiation !== this.owner.machine.negotiation) return;
    send(sdp);
    this.#readyElement();
  }

  /** The page's head has sent the offer already. */
  offered(): void {
    this.#link?.offered();
    this.#readyElement();
  }

  async accept(sdp: string): Promise<void> {
    const link = this.#link;
    try {
      await link?.accept(sdp);
    } catch {
      if (link === this.#link) this.#report("unusable");
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

  /** Removes the media, including its last picture. */
  clear(): void {
    this.#played = false;
    this.media.value = null;
  }

  get #configuration(): RTCConfiguration {
    return this.ice.viewerConfiguration(triesDirectly(this.owner.machine));
  }

  /**
   * Give the element its tracks while the answer is on its way: it then shows the first frame sooner. Do so only after the
   * load event, because an element without data delays that event (HTML, "delaying-the-load-event flag"), and a page that
   * waits for its broadcaster would never finish loading.
   */
  #readyElement(): void {
    const link = this.#link;
    this.world.page.afterLoad(() => {
      if (link !== null && link === this.#link && !this.#played) this.media.value = link.media;
    });
  }

  async #testWebRtc(link: ViewerEnd): Promise<void> {
    if (!await this.world.page.canMakeLinks()) this.#cannotOffer(link);
  }

  #cannotOffer(link: ViewerEnd | null): void {
    if (link === this.#link) this.#report("no-offer");
  }

  #report(type: "unusable" | "no-offer"): void {
    this.owner.happened({ type, link: this.owner.machine.linkId });
  }
}
