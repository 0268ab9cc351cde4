/** What a room's outside looks like, from PROTOCOL.md alone: who is there, and what they are owed. */
import {
  type About,
  type Candidate,
  type Description,
  type ErrorCode,
  isSameMedia,
  LIMITS,
  NO_DESCRIPTION,
  type StreamState,
} from "@/signaling/protocol.ts";
import type { Effect, PeerId, RoomEvent, RoomLimits, Welcome } from "@/signaling/room_model.ts";

export interface SeenViewer {
  /** When it is given up; null while its socket is open. */
  until: number | null;
  /** The newest negotiation that it has used. */
  newest: number;
  /** Its newest offer, until that was handed to the broadcaster. */
  offer: {
    readonly negotiation: number;
    readonly restart: boolean;
    readonly sdp: string;
    readonly at: number;
    readonly candidates: Candidate[];
  } | null;
  /** The offer that the broadcaster was handed last. `answerBy` is null once it answered. */
  link:
    | { readonly negotiation: number; answerBy: number | null; ours: number; theirs: number }
    | null;
  /** Whose turn it is: `waits` for an answer, was `asked` for a fresh offer, `declined`, or `answered`. */
  mood: "waits" | "asked" | "declined" | "answered";
  told: StreamState | null;
  /** Whether its offers may be handed over. */
  seated: boolean;
  /** What it was told about the stream last, on this socket. */
  about: About | null;
}

/** Of a viewer that has just come. */
const NEW = { until: null, told: null, about: null } as const;

export interface SeenBroadcaster {
  readonly peer: PeerId;
  /** When its seat is given up; null while its socket is open. */
  until: number | null;
  /** The viewers with a link that left while it was away. */
  left: PeerId[];
  /** The viewers that it may have a link with. */
  known: Set<PeerId>;
  census: Census | null;
}

export interface Census {
  readonly count: number;
  readonly waiting: number;
}

export function isSame(a: About | null, b: About): boolean {
  return a?.title === b.title && a.viewers === b.viewers && a.place === b.place &&
    isSameMedia(a.media, b.media);
}

/** What has happened to a room, and what the protocol makes it say because of that. */
export class RoomMemory {
  state: StreamState = "waiting";
  broadcaster: SeenBroadcaster | null = null;
  /** When the broadcast began. */
  began = 0;
  readonly viewers = new Map<PeerId, SeenViewer>();
  /** Who has an open socket. */
  readonly open = new Set<PeerId>();
  /** Who was admitted on it. */
  readonly admitted = new Set<PeerId>();
  description: Description = NO_DESCRIPTION;
  /** Whom the broadcaster removed, the newest. */
  removed: PeerId[] = [];
  /** Until when nobody is told more about the stream, unless it has just come, or come into line or out of it. */
  protected quietUntil = 0;
  /** Whether it was so when this step began. */
  protected quiet = false;
  /** Effects that this step must have, once each. */
  protected owed: Effect[] = [];
  /** Viewers that went for good in this step. */
  protected gone = new Set<PeerId>();
  /** The broadcaster that gave up its seat in this step: it may hear of what ended just before. */
  protected outgoing: PeerId | null = null;
  protected now = 0;
  /** Who was let in by the event that is being taken in. */
  #comer: PeerId | null = null;

  constructor(readonly stream: string, readonly limits: RoomLimits) {}

  /** When the room must wake next. */
  get deadline(): number | null {
    return this.#deadline(this.#news());
  }

  /** When it may wake instead: to look, once everyone may be told again, whether there is news for somebody. */
  get lookout(): number | null {
    return this.#deadline(this.now < this.quietUntil);
  }

  #deadline(looks: boolean): number | null {
    const times = [this.broadcaster?.until ?? Infinity, looks ? this.quietUntil : Infinity];
    for (const { until, link } of this.viewers.values()) {
      const counted = this.#countedUntil(until);
      times.push(until ?? Infinity, counted > this.now ? counted : Infinity);
      times.push(link?.answerBy ?? Infinity);
    }
    const next = Math.min(...times);
    return next === Infinity ? null : next;
  }

  /** How many are watching and in line: all who are here, and for a while those whose socket dropped. */
  get census(): Census {
    const counted = [...this.viewers]
      .filter(([, { until }]) => until === null || this.#countedUntil(until) > this.now);
    const waiting = counted.filter(([peer]) => this.line.includes(peer)).length;
    return { count: counted.length - waiting, waiting };
  }

  /** Who has no seat and would not get one now, in the order of their arrival. */
  get line(): PeerId[] {
    if (this.broadcaster === null) return [];
    const unseated = [...this.viewers].filter(([, { seated }]) => !seated).map(([peer]) => peer);
    return unseated.slice(Math.max(0, this.#freeSeats));
  }

  get #freeSeats(): number {
    const taken = [...this.viewers.values()].filter(({ seated }) => seated).length;
    return (this.description.capacity ?? Infinity) - taken;
  }

  /** What a viewer ought to know about the stream. */
  aboutFor(peer: PeerId): About {
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
    return [...this.viewers].some(([peer, { until, about }]) =>
      until === null && !isSame(about, this.aboutFor(peer))
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

  get unanswered(): number {
    return [...this.viewers.values()].filter(({ link }) => link !== null && link.answerBy !== null)
      .length;
  }

  /** Takes in an event: afterwards `owed` has the effects that must follow. */
  protected remember(event: RoomEvent, now: number): void {
    this.now = now;
    this.owed = [];
    this.gone.clear();
    this.outgoing = null;
    this.quiet = now < this.quietUntil;
    this.#expire();
    this.#happens(event);
    if (this.live) this.#seatNext();
    this.#welcome();
  }

  #welcome(): void {
    if (this.#comer === null) return;
    const { stream, state } = this;
    const peer = this.#comer;
    const about = this.aboutFor(peer);
    this.#admission({ type: "watching", peer, stream, state, about });
    this.#comer = null;
  }

  #seatNext(): void {
    for (const viewer of this.viewers.values()) {
      if (!viewer.seated && viewer.until === null && this.#freeSeats > 0) viewer.seated = true;
    }
  }

  #expire(): void {
    for (const [peer, viewer] of this.viewers) {
      if (viewer.until !== null && viewer.until <= this.now) {
        this.viewers.delete(peer); // not gone for good: its link may still carry media
      } else if (viewer.link?.answerBy != null && viewer.link.answerBy <= this.now) {
        viewer.link = null;
      }
    }
    const { broadcaster } = this;
    if (broadcaster?.until != null && broadcaster.until <= this.now) {
      this.#end();
    }
  }

  #end(): void {
    this.broadcaster = null;
    this.state = "ended";
    this.#forgetLinks();
    for (const viewer of this.viewers.values()) viewer.seated = false;
    this.owed.push({ type: "vacate" });
  }

  #forgetLinks(): void {
    for (const viewer of this.viewers.values()) {
      viewer.link = null;
      viewer.mood = "waits";
    }
  }

  #happens(event: RoomEvent): void {
    switch (event.type) {
      case "publish": {
        const { peer, description } = event;
        this.description = description;
        const old = this.broadcaster;
        if (old?.until === null) {
          this.owed.push({ type: "dismiss", peer: old.peer, reason: "replaced" });
          this.outgoing = old.peer;
        }
        this.#forgetLinks();
        this.#seat(peer, []);
        return this.#admission({
          type: "publishing",
          peer,
          stream: this.stream,
          left: [],
          elapsed: this.now - this.began,
        });
      }
      case "watch": {
        const { peer, offer: { negotiation, sdp } } = event;
        this.#opens(peer);
        if (this.viewers.size >= this.limits.viewers) return this.#refusal(peer, "stream-full");
        const offer = { negotiation, restart: false, sdp, at: this.now, candidates: [] };
        const viewer = { offer, link: null, mood: "waits", seated: false } as const;
        return this.#admit(peer, { ...NEW, newest: negotiation, ...viewer });
      }
      case "resume":
        this.#opens(event.peer);
        return event.role === "viewer" ? this.#viewerBack(event) : this.#broadcasterBack(event);
      case "viewer":
        return this.#viewerSays(event);
      case "broadcaster":
        return this.#broadcasterSays(event);
      case "away":
        return this.#away(event.peer);
      case "tick":
        return;
      default:
        return event satisfies never;
    }
  }

  #opens(peer: PeerId): void {
    if (!this.open.has(peer)) this.admitted.delete(peer);
    this.open.add(peer);
  }

  #seat(peer: PeerId, known: Iterable<PeerId>): void {
    if (this.broadcaster === null) this.began = this.now;
    this.#opens(peer);
    this.broadcaster = { peer, until: null, left: [], known: new Set(known), census: null };
    this.state = "live";
  }

  #admit(peer: PeerId, viewer: SeenViewer): void {
    this.viewers.set(peer, viewer);
    this.#comer = peer;
  }

  #viewerBack(event: Extract<RoomEvent, { type: "resume" }>): void {
    const { peer, negotiation } = event;
    if (this.removed.includes(peer)) return this.#refusal(peer, "removed");
    const known = this.viewers.get(peer);
    if (known !== undefined) {
      // What it was asked may have been lost with its socket, so it must be asked again.
      const mood = known.mood === "answered" ? "answered" : "waits";
      return this.#admit(peer, { ...known, ...NEW, mood });
    }
    if (this.viewers.size >= this.limits.viewers) return this.#refusal(peer, "stream-full");
    // Nobody else knows of its link: it is believed, unless everyone's was closed.
    const good = event.linked && this.state !== "ended";
    const link = good ? { negotiation, answerBy: null, ours: 0, theirs: 0 } : null;
    if (good) this.broadcaster?.known.add(peer);
    const mood = good ? "answered" : "waits";
    const viewer = { offer: null, link, mood, seated: good } as const;
    this.#admit(peer, { ...NEW, newest: negotiation, ...viewer });
  }

  #broadcasterBack(event: Extract<RoomEvent, { type: "resume" }>): void {
    const { peer } = event;
    const lost = this.state === "waiting" && event.rebuild;
    if (this.broadcaster ? this.broadcaster.peer !== peer : !lost) {
      return this.#refusal(peer, "ticket-refused");
    }
    this.description = event.description;
    const left = this.broadcaster?.left ?? [];
    const linked = [...this.viewers].filter(([, { link }]) => link !== null).map(([id]) => id);
    this.#seat(peer, linked);
    this.#admission({
      type: "publishing",
      peer,
      stream: this.stream,
      left,
      elapsed: this.now - this.began,
    });
  }

  #viewerSays({ peer, message }: Extract<RoomEvent, { type: "viewer" }>): void {
    const viewer = this.viewers.get(peer);
    if (viewer === undefined) return this.#rejection(peer, "no-such-link");
    if (message.type === "leave") {
      this.viewers.delete(peer);
      this.gone.add(peer);
      const { broadcaster } = this;
      if (broadcaster?.until != null && viewer.link !== null) {
        broadcaster.left = [...broadcaster.left, peer].slice(-this.limits.viewers);
      }
      this.owed.push({ type: "dismiss", peer, reason: "normal" });
      return;
    }
    const { negotiation } = message;
    if (message.type === "offer") {
      if (negotiation <= viewer.newest) return this.#rejection(peer, "no-such-link");
      const { restart, sdp } = message;
      viewer.newest = negotiation;
      viewer.offer = { negotiation, restart, sdp, at: this.now, candidates: [] };
      viewer.mood = "waits";
      return;
    }
    const { offer, link } = viewer;
    const { candidates } = message;
    if (offer?.negotiation === negotiation) {
      if (offer.candidates.length + candidates.length > LIMITS.candidatesPerDescription) {
        return this.#rejection(peer, "too-many-candidates");
      }
      offer.candidates.push(...candidates);
    } else if (link?.negotiation !== negotiation) {
      this.#rejection(peer, "no-such-link");
    } else if (link.ours + candidates.length > LIMITS.candidatesPerDescription) {
      this.#rejection(peer, "too-many-candidates");
    } else {
      link.ours += candidates.length;
      const { live } = this;
      if (live) this.#owe(live.peer, { type: "candidates", from: peer, negotiation, candidates });
    }
  }

  #broadcasterSays({ peer, message }: Extract<RoomEvent, { type: "broadcaster" }>): void {
    if (this.live?.peer !== peer) return this.#rejection(peer, "no-such-link");
    if (message.type === "stop") {
      this.owed.push({ type: "dismiss", peer, reason: "normal" });
      this.outgoing = peer;
      return this.#end();
    }
    if (message.type === "describe") {
      const { title, capacity, media } = message;
      this.description = { title, capacity, ...media && { media } };
      return;
    }
    if (message.type === "remove") return this.#removes(peer, message.peer);
    const { to, negotiation } = message;
    const viewer = this.viewers.get(to);
    const link = viewer?.link;
    if (!viewer || !link || link.negotiation !== negotiation) {
      return this.#rejection(peer, "no-such-link");
    }
    const present = viewer.until === null;
    if (message.type === "candidates") {
      const { candidates } = message;
      if (link.theirs + candidates.length > LIMITS.candidatesPerDescription) {
        return this.#rejection(peer, "too-many-candidates");
      }
      link.theirs += candidates.length;
      if (present) this.#owe(to, { type: "candidates", negotiation, candidates });
    } else if (message.type === "decline") {
      viewer.link = null;
      this.live.known.delete(to);
      if (negotiation === viewer.newest) viewer.mood = "declined";
      if (present) this.#owe(to, { type: "declined", negotiation });
    } else if (link.answerBy === null) {
      this.#rejection(peer, "no-such-link"); // answered once already
    } else if (!present) {
      viewer.link = null; // nobody got that answer: the link is to be made anew
    } else {
      link.answerBy = null;
      if (viewer.offer !== null) return; // its viewer has moved on to a newer offer
      viewer.mood = "answered";
      this.#owe(to, { type: "answer", negotiation, sdp: message.sdp });
    }
  }

  #removes(broadcaster: PeerId, peer: PeerId): void {
    this.removed = [...this.removed.filter((id) => id !== peer), peer].slice(-this.limits.viewers);
    const viewer = this.viewers.get(peer);
    if (viewer === undefined) return this.#rejection(broadcaster, "no-such-link");
    if (viewer.until === null) this.#refusal(peer, "removed");
    this.viewers.delete(peer);
    this.live?.known.delete(peer);
    this.#owe(broadcaster, { type: "left", peer });
  }

  #away(peer: PeerId): void {
    this.open.delete(peer);
    const viewer = this.viewers.get(peer);
    if (viewer) viewer.until = this.now + this.limits.viewerWindow;
    if (this.live?.peer !== peer) return;
    this.live.until = this.now + this.limits.broadcasterWindow;
    this.state = "paused";
    for (const { link } of this.viewers.values()) {
      if (link?.answerBy != null) this.#unlink(link); // its answer went down with the socket
    }
  }

  #unlink(link: SeenViewer["link"]): void {
    for (const viewer of this.viewers.values()) if (viewer.link === link) viewer.link = null;
  }

  #admission(welcome: Welcome): void {
    this.owed.push({ type: "admitted", peer: welcome.peer, welcome });
  }

  #owe(to: PeerId, message: Extract<Effect, { readonly type: "send" }>["message"]): void {
    this.owed.push({ type: "send", to, message });
  }

  #rejection(peer: PeerId, code: ErrorCode): void {
    this.owed.push({ type: "reject", peer, code });
  }

  #refusal(peer: PeerId, code: ErrorCode): void {
    this.owed.push({ type: "refuse", peer, code });
  }
}
