/** The state of a room as seen from outside, by PROTOCOL.md only: its peers, and what is known of each. */
import { type Description, isSameMedia, NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import type { Candidate } from "@/signaling/protocol/fields.ts";
import type { StreamDetails, StreamState } from "@/signaling/protocol/server_messages.ts";
import type { PeerId, RoomLimits } from "@/signaling/room/model.ts";

export interface SeenOffer {
  readonly negotiation: number;
  readonly restart: boolean;
  readonly sdp: string;
  readonly at: number;
  readonly candidates: Candidate[];
}

export interface SeenLink {
  readonly negotiation: number;
  /** null once it is answered. */
  answerBy: number | null;
  /** The offer that was handed to the source; null if an earlier server did that. */
  readonly offer: SeenOffer | null;
  /** How many candidates the viewer and the source have sent for it. */
  fromViewer: number;
  fromSource: number;
}

export interface SeenViewer {
  /** When its place expires; null while its socket is open. */
  until: number | null;
  /** Its newest negotiation number. */
  newest: number;
  /** Its newest offer, until that was handed to a source. */
  offer: SeenOffer | null;
  /** Its negotiation that was handed to a source last. */
  link: SeenLink | null;
  /** The source that was handed its last offer; null if none was, or that source has left. */
  source: PeerId | null;
  /** It `waits` for an answer, was `asked` for a fresh offer, was `declined`, or was `answered`. */
  mood: "waits" | "asked" | "declined" | "answered";
  /** The last stream state sent to it on this socket. */
  knownState: StreamState | null;
  /** Whether its offers may be handed over. */
  hasSlot: boolean;
  /** The last details sent to it on this socket. */
  details: StreamDetails | null;
  /** For an SFU: the viewers with a link that left while it was away. null for a viewer. */
  sfu: { left: PeerId[] } | null;
}

export interface SeenBroadcaster {
  readonly peer: PeerId;
  /** When its seat expires; null while its socket is open. */
  until: number | null;
  /** The viewers with a link that left while it was away. */
  left: PeerId[];
  census: Census | null;
}

export interface Census {
  readonly count: number;
  readonly waiting: number;
}

export function isSame(a: StreamDetails | null, b: StreamDetails): boolean {
  return a?.title === b.title && a.viewers === b.viewers && a.place === b.place &&
    isSameMedia(a.media, b.media);
}

export class RoomSeen {
  state: StreamState = "waiting";
  broadcaster: SeenBroadcaster | null = null;
  /** When the broadcast began. */
  began = 0;
  /** Viewers, and SFUs, which are viewers of the broadcaster. */
  readonly viewers = new Map<PeerId, SeenViewer>();
  /** The peers with an open socket. */
  readonly open = new Set<PeerId>();
  /** The peers that were admitted on that socket. */
  readonly admitted = new Set<PeerId>();
  description: Description = NO_DESCRIPTION;
  /** The viewers that the broadcaster removed most recently. */
  removed: PeerId[] = [];
  /** Until when `details` go only to viewers that have just joined, or entered or left the queue. */
  protected throttledUntil = 0;
  protected now = 0;

  constructor(readonly stream: string, readonly limits: RoomLimits) {}

  /** When the room must wake next. */
  get deadline(): number | null {
    return this.#deadline(this.#hasNews());
  }

  /** When it may wake instead: at the end of the throttling, although no details may have changed. */
  get lateDeadline(): number | null {
    return this.#deadline(this.now < this.throttledUntil);
  }

  #deadline(isDeferred: boolean): number | null {
    const times = [
      this.broadcaster?.until ?? Infinity,
      isDeferred ? this.throttledUntil : Infinity,
    ];
    for (const { until, link, sfu } of this.viewers.values()) {
      const counted = sfu ? 0 : this.#countedUntil(until);
      times.push(until ?? Infinity, counted > this.now ? counted : Infinity);
      times.push(link?.answerBy ?? Infinity);
    }
    const next = Math.min(...times);
    return next === Infinity ? null : next;
  }

  /** The viewers without the SFUs. */
  get audience(): [PeerId, SeenViewer][] {
    return [...this.viewers].filter(([, { sfu }]) => sfu === null);
  }

  get sfus(): PeerId[] {
    return [...this.viewers].filter(([, { sfu }]) => sfu !== null).map(([peer]) => peer);
  }

  /** How many viewers watch and are queued: the present ones, and for `countedFor` those whose socket dropped. */
  get census(): Census {
    const counted = [...this.viewers].filter(([, { until, sfu }]) =>
      sfu === null && (until === null || this.#countedUntil(until) > this.now)
    );
    const { queue } = this;
    const waiting = counted.filter(([peer]) => queue.includes(peer)).length;
    return { count: counted.length - waiting, waiting };
  }

  /** The viewers without a slot for which none is free, in order of arrival. */
  get queue(): PeerId[] {
    if (this.broadcaster === null) return [];
    const slotless = [...this.viewers].filter(([, { hasSlot }]) => !hasSlot).map(([peer]) => peer);
    return slotless.slice(Math.max(0, this.freeSlots));
  }

  protected get freeSlots(): number {
    const taken = [...this.viewers.values()].filter(({ hasSlot, sfu }) => hasSlot && !sfu).length;
    return (this.description.capacity ?? Infinity) - taken;
  }

  /** The details that a viewer should have. */
  detailsFor(peer: PeerId): StreamDetails {
    const place = this.queue.indexOf(peer) + 1;
    return {
      title: this.description.title,
      viewers: this.census.count,
      place: place === 0 ? null : place,
      ...this.description.media && { media: this.description.media },
    };
  }

  /** Whether the details of some present viewer are outdated. */
  #hasNews(): boolean {
    return [...this.viewers].some(([peer, { until, details }]) =>
      until === null && !isSame(details, this.detailsFor(peer))
    );
  }

  #countedUntil(until: number | null): number {
    return (until ?? Infinity) - this.limits.viewerWindow + this.limits.countedFor;
  }

  get idle(): boolean {
    return this.viewers.size === 0 && this.broadcaster === null;
  }

  /** The broadcaster, while its socket is open. */
  get live(): SeenBroadcaster | null {
    return this.broadcaster?.until === null ? this.broadcaster : null;
  }

  /** Whether this is the broadcaster, or an SFU, and its socket is open. */
  isSourceHere(peer: PeerId | null): boolean {
    return peer !== null && (peer === this.live?.peer || this.#sfusHere.includes(peer));
  }

  get #sfusHere(): PeerId[] {
    return this.sfus.filter((peer) => this.viewers.get(peer)?.until === null);
  }

  /** The sources that may be handed this viewer's offer: for an SFU the broadcaster, else SFUs if there are any. */
  sourcesFor({ sfu }: SeenViewer): PeerId[] {
    if (this.broadcaster === null) return [];
    const sfus = sfu ? [] : this.#sfusHere;
    return sfus.length > 0 ? sfus : this.live ? [this.live.peer] : [];
  }

  /** The sources that may have a link with a viewer: any, if the viewer brought the link from an earlier server. */
  holders({ source, link }: SeenViewer): PeerId[] {
    if (source !== null) return [source];
    if (link === null) return [];
    return [...this.broadcaster ? [this.broadcaster.peer] : [], ...this.sfus];
  }

  /** How many offers this source has not answered. */
  unanswered(by: PeerId): number {
    return [...this.viewers.values()].filter(({ source, link }) =>
      source === by && link !== null && link.answerBy !== null
    ).length;
  }
}
