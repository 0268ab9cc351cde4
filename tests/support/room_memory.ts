/** What has happened to a room, and what the protocol makes it say because of that. */
import type { ErrorCode } from "@/signaling/protocol/errors.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import type { Effect, PeerId, RoomEvent, SourceMessage, Welcome } from "@/signaling/room/model.ts";
import { RoomSeen, type SeenViewer } from "./room_seen.ts";

/** Of a viewer that has just come. */
const NEW = { until: null, told: null, details: null } as const;

export class RoomMemory extends RoomSeen {
  /** Whether nobody was told more about the stream when this step began. */
  protected quiet = false;
  /** Effects that this step must have, once each. */
  protected owed: Effect[] = [];
  /** Viewers that went for good in this step. */
  protected gone = new Set<PeerId>();
  /** Who was let in by the event that is being taken in. */
  #comer: PeerId | null = null;

  /** Takes in an event: afterwards `owed` has the effects that must follow. */
  protected remember(event: RoomEvent, now: number): void {
    this.now = now;
    this.owed = [];
    this.gone.clear();
    this.quiet = now < this.throttledUntil;
    // Who is away by now is not there any more for what is overdue.
    if (event.type === "away") this.#away(event.peer);
    this.#expire();
    if (event.type !== "away") this.#happens(event);
    const sources = [this.broadcaster?.peer ?? "", ...this.sfus];
    if (this.broadcaster && sources.some((peer) => this.isSourceHere(peer))) this.#giveSlots();
    this.#welcome();
  }

  #welcome(): void {
    if (this.#comer === null) return;
    const { stream, state } = this;
    const peer = this.#comer;
    const details = this.detailsFor(peer);
    this.#admission({ type: "watching", peer, stream, state, details });
    this.#comer = null;
  }

  #giveSlots(): void {
    for (const viewer of this.viewers.values()) {
      if (!viewer.hasSlot && viewer.until === null && this.freeSlots > 0) viewer.hasSlot = true;
    }
  }

  #expire(): void {
    for (const [peer, viewer] of this.viewers) {
      if (viewer.until !== null && viewer.until <= this.now) {
        this.viewers.delete(peer); // not gone for good: its link may still carry media
        if (viewer.sfu) this.#lose(({ source }) => source === peer);
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
    for (const viewer of this.viewers.values()) {
      viewer.link = null;
      viewer.source = null;
      viewer.mood = "waits";
      viewer.hasSlot = viewer.sfu !== null;
    }
    this.owed.push({ type: "vacate" });
  }

  /** The links of these viewers are no more. What was not answered is for another source, if there is one. */
  #lose(isLost: (viewer: SeenViewer) => boolean, gone?: PeerId): void {
    for (const viewer of this.viewers.values()) {
      if (!isLost(viewer)) continue;
      const hasOther = this.sourcesFor(viewer).some((peer) => peer !== gone);
      this.#unlink(viewer, hasOther);
      if (hasOther && viewer.offer?.restart) viewer.offer = null; // nobody else can restart that link
      viewer.source = null;
      viewer.mood = "waits";
    }
  }

  #unlink(viewer: SeenViewer, hasOther: boolean): void {
    const open = viewer.link?.answerBy == null ? null : viewer.link.offer;
    if (hasOther && open && !open.restart && !viewer.offer) viewer.offer = open;
    viewer.link = null;
  }

  #happens(event: Exclude<RoomEvent, { type: "away" }>): void {
    switch (event.type) {
      case "publish": {
        const { peer, description } = event;
        this.description = description;
        const old = this.broadcaster;
        if (old?.until === null) {
          this.owed.push({ type: "dismiss", peer: old.peer, reason: "replaced" });
        }
        const { sfus } = this;
        this.#lose(({ source }) => source === null || !sfus.includes(source), old?.peer);
        this.#giveSlot(peer);
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
        if (this.#isFull) return this.#refusal(peer, "stream-full");
        const offer = { negotiation, restart: false, sdp, at: this.now, candidates: [] };
        const viewer = { offer, link: null, mood: "waits", hasSlot: false } as const;
        return this.#admit(peer, {
          ...NEW,
          newest: negotiation,
          source: null,
          sfu: null,
          ...viewer,
        });
      }
      case "resume":
        this.#opens(event.peer);
        return event.role === "viewer" ? this.#viewerBack(event) : this.#broadcasterBack(event);
      case "source-joined":
        return this.#sfuJoins(event);
      case "source": {
        const { peer, message } = event;
        const isHere = this.viewers.get(peer)?.sfu && this.open.has(peer);
        return isHere ? this.#sourceSays(peer, message) : this.#rejection(peer, "no-such-link");
      }
      case "viewer":
        return this.#viewerSays(event);
      case "broadcaster":
        return this.#broadcasterSays(event);
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

  #giveSlot(peer: PeerId): void {
    if (this.broadcaster === null) this.began = this.now;
    this.#opens(peer);
    this.broadcaster = { peer, until: null, left: [], census: null };
    this.state = "live";
  }

  #admit(peer: PeerId, viewer: SeenViewer): void {
    this.viewers.set(peer, viewer);
    this.#comer = peer;
  }

  #viewerBack(event: Extract<RoomEvent, { type: "resume" }>): void {
    const { peer } = event;
    if (this.removed.includes(peer)) return this.#refusal(peer, "removed");
    const known = this.viewers.get(peer);
    if (known !== undefined) {
      // What it was asked may have been lost with its socket, so it must be asked again.
      const mood = known.mood === "answered" ? "answered" : "waits";
      return this.#admit(peer, { ...known, ...NEW, mood });
    }
    if (this.#isFull) return this.#refusal(peer, "stream-full");
    const brought = this.#brought(event);
    this.#admit(peer, { ...NEW, ...brought, hasSlot: brought.link !== null, sfu: null });
  }

  #sfuJoins(event: Extract<RoomEvent, { type: "source-joined" }>): void {
    const { peer } = event;
    this.#opens(peer);
    const known = this.viewers.get(peer);
    if (known === undefined) {
      if (this.sfus.length >= this.limits.sfus) return this.#refusal(peer, "stream-full");
      const sfu = { left: [] };
      return this.#admit(peer, { ...NEW, ...this.#brought(event), hasSlot: true, sfu });
    }
    for (const viewer of known.sfu?.left ?? []) this.#owe(peer, { type: "left", peer: viewer });
    const mood = known.mood === "answered" ? "answered" : "waits";
    this.#admit(peer, { ...known, ...NEW, mood, sfu: { left: [] } });
  }

  get #isFull(): boolean {
    return this.audience.length >= this.limits.viewers;
  }

  /** What a peer says of itself that nobody here knows. Its link is believed, unless everyone's was closed. */
  #brought({ negotiation, linked }: { negotiation: number; linked: boolean }) {
    const good = linked && this.state !== "ended";
    const link = good ? { negotiation, answerBy: null, offer: null, ours: 0, theirs: 0 } : null;
    const mood = good ? "answered" as const : "waits" as const;
    return { newest: negotiation, offer: null, link, mood, source: null };
  }

  #broadcasterBack(event: Extract<RoomEvent, { type: "resume" }>): void {
    const { peer } = event;
    const lost = this.state === "waiting" && event.rebuild;
    if (this.broadcaster ? this.broadcaster.peer !== peer : !lost) {
      return this.#refusal(peer, "ticket-refused");
    }
    this.description = event.description;
    const left = this.broadcaster?.left ?? [];
    this.#giveSlot(peer);
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
      this.owed.push({ type: "dismiss", peer, reason: "normal" });
      if (viewer.sfu) this.#lose(({ source }) => source === peer);
      const holders = this.holders(viewer);
      for (const source of holders) this.#closes(source, peer, viewer);
      if (holders.length === 0 && this.live) this.#owe(this.live.peer, { type: "left", peer });
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
      if (link.answerBy !== null) link.offer?.candidates.push(...candidates);
      const source = viewer.source ?? this.live?.peer ?? null;
      if (source === null || !this.open.has(source)) return;
      this.#owe(source, { type: "candidates", from: peer, negotiation, candidates });
    }
  }

  /** A source has to close its link with a viewer. */
  #closes(source: PeerId, peer: PeerId, viewer: SeenViewer): void {
    if (this.isSourceHere(source)) return this.#owe(source, { type: "left", peer });
    this.mustHear(source, peer, viewer);
  }

  /** A source that is away has to hear of this when it is back. */
  protected mustHear(source: PeerId, peer: PeerId, { link }: SeenViewer): void {
    if (link === null) return;
    const { broadcaster } = this;
    const absent = broadcaster?.peer === source ? broadcaster : this.viewers.get(source)?.sfu;
    if (absent) absent.left = [...absent.left, peer].slice(-this.limits.viewers);
  }

  #broadcasterSays({ peer, message }: Extract<RoomEvent, { type: "broadcaster" }>): void {
    if (this.live?.peer !== peer) return this.#rejection(peer, "no-such-link");
    if (message.type === "stop") {
      this.owed.push({ type: "dismiss", peer, reason: "normal" });
      return this.#end();
    }
    if (message.type === "describe") {
      const { title, capacity, media } = message;
      this.description = { title, capacity, ...media && { media } };
      return;
    }
    if (message.type === "remove") return this.#removes(peer, message.peer);
    return this.#sourceSays(peer, message);
  }

  #sourceSays(peer: PeerId, message: SourceMessage): void {
    const { to, negotiation } = message;
    const viewer = this.viewers.get(to);
    const link = viewer?.link;
    const source = viewer?.source ?? this.live?.peer;
    if (!viewer || !link || link.negotiation !== negotiation || source !== peer) {
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
    const viewer = this.viewers.get(peer);
    if (viewer?.sfu) return this.#rejection(broadcaster, "no-such-link");
    this.removed = [...this.removed.filter((id) => id !== peer), peer].slice(-this.limits.viewers);
    if (viewer === undefined) return this.#rejection(broadcaster, "no-such-link");
    if (viewer.until === null) this.#refusal(peer, "removed");
    this.viewers.delete(peer);
    for (const source of new Set([broadcaster, ...this.holders(viewer)])) {
      this.#closes(source, peer, viewer);
    }
  }

  #away(peer: PeerId): void {
    this.open.delete(peer);
    const viewer = this.viewers.get(peer);
    if (viewer) viewer.until = this.now + this.limits.viewerWindow;
    if (viewer?.sfu) this.#takeBack(peer);
    if (this.live?.peer !== peer) return;
    this.live.until = this.now + this.limits.broadcasterWindow;
    this.state = "paused";
    this.#takeBack(peer);
  }

  /** What a source has not answered by the time that it goes away is lost with its socket: another may answer. */
  #takeBack(source: PeerId): void {
    for (const viewer of this.viewers.values()) {
      if (viewer.source !== source || viewer.link?.answerBy == null) continue;
      this.#unlink(viewer, this.sourcesFor(viewer).length > 0);
    }
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
