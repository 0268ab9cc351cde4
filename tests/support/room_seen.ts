/** What a room's outside looks like, from PROTOCOL.md alone: who is there, and what holds of them. */
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
  /** What was handed to the source; null: not here. */
  readonly offer: SeenOffer | null;
  ours: number;
  theirs: number;
}

export interface SeenViewer {
  /** When it is given up; null while its socket is open. */
  until: number | null;
  /** The newest negotiation that it has used. */
  newest: number;
  /** Its newest offer, until that was handed to a source. */
  offer: SeenOffer | null;
  /** The offer that its source was handed last. */
  link: SeenLink | null;
  /** Who was handed an offer of it last; null: nobody here, or one that is gone. */
  source: PeerId | null;
  /** Whose turn it is: `waits` for an answer, was `asked` for a fresh offer, `declined`, or `answered`. */
  mood: "waits" | "asked" | "declined" | "answered";
  told: StreamState | null;
  /** Whether its offers may be handed over. */
  hasSlot: boolean;
  /** What it was told about the stream last, on this socket. */
  details: StreamDetails | null;
  /** What an SFU is besides: it must hear of the viewers with a link that left while it was away. null: a viewer. */
  sfu: { left: PeerId[] } | null;
}

export interface SeenBroadcaster {
  readonly peer: PeerId;
  /** When its place is given up; null while its socket is open. */
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
  /** Viewers and SFUs, who are viewers of the broadcaster. */
  readonly viewers = new Map<PeerId, SeenViewer>();
  /** Who has an open socket. */
  readonly open = new Set<PeerId>();
  /** Who was admitted on it. */
  readonly admitted = new Set<PeerId>();
  description: Description = NO_DESCRIPTION;
  /** Whom the broadcaster removed, the newest. */
  removed: PeerId[] = [];
  /** Until when nobody is told more about the stream, unless it has just come, or come into line or out of it. */
  protected throttledUntil = 0;
  protected now = 0;

  constructor(readonly stream: string, readonly limits: RoomLimits) {}

  /** When the room must wake next. */
  get deadline(): number | null {
    return this.#deadline(this.#news());
  }

  /** When it may wake instead: to look, once everyone may be told again, whether there is news for somebody. */
  get lookout(): number | null {
    return this.#deadline(this.now < this.throttledUntil);
  }

  #deadline(looks: boolean): number | null {
    const times = [this.broadcaster?.until ?? Infinity, looks ? this.throttledUntil : Infinity];
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

  /** How many are watching and in line: all who are here, and for a while those whose socket dropped. */
  get census(): Census {
    const counted = [...this.viewers].filter(([, { until, sfu }]) =>
      sfu === null && (until === null || this.#countedUntil(until) > this.now)
    );
    const { line } = this;
    const waiting = counted.filter(([peer]) => line.includes(peer)).length;
    return { count: counted.length - waiting, waiting };
  }

  /** Who has no slot and would not get one now, in the order of their arrival. */
  get line(): PeerId[] {
    if (this.broadcaster === null) return [];
    const queued = [...this.viewers].filter(([, { hasSlot }]) => !hasSlot).map(([peer]) => peer);
    return queued.slice(Math.max(0, this.freeSlots));
  }

  protected get freeSlots(): number {
    const taken = [...this.viewers.values()].filter(({ hasSlot, sfu }) => hasSlot && !sfu).length;
    return (this.description.capacity ?? Infinity) - taken;
  }

  /** What a viewer ought to know about the stream. */
  detailsFor(peer: PeerId): StreamDetails {
    const place = this.line.indexOf(peer) + 1;
    return {
      title: this.description.title,
      viewers: this.census.count,
      place: place === 0 ? null : place,
      ...this.description.media && { media: this.description.media },
    };
  }

  /** Whether there is somebody who does not know it. */
  #news(): boolean {
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

  /** Who may be handed a viewer's offer of a new link now. SFUs watch the broadcaster; all others watch SFUs, if there are any. */
  sourcesFor({ sfu }: SeenViewer): PeerId[] {
    if (this.broadcaster === null) return [];
    const sfus = sfu ? [] : this.#sfusHere;
    return sfus.length > 0 ? sfus : this.live ? [this.live.peer] : [];
  }

  /** Who may have a link with a viewer. Of one that it brought along nobody knows. */
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
