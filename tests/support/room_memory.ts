/** Follows a room's events, and derives the effects that PROTOCOL.md requires of each. */
import type { ErrorCode } from "@/signaling/protocol/errors.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import type { Effect, PeerId, RoomEvent, SourceMessage, Welcome } from "@/signaling/room/model.ts";
import { RoomSeen, type SeenViewer } from "./room_seen.ts";

/** The fields of a viewer on a new socket. */
const NEW = { until: null, knownState: null, details: null } as const;

export class RoomMemory extends RoomSeen {
  /** Whether `details` were throttled when this step began. */
  protected throttled = false;
  /** Effects that this step must have, once each. */
  protected owed: Effect[] = [];
  /** Viewers that left for good in this step. */
  protected gone = new Set<PeerId>();
  /** The peer that the present event admits. */
  #newcomer: PeerId | null = null;

  /** Applies an event: afterwards `owed` has the effects that must follow. */
  protected remember(event: RoomEvent, now: number): void {
    this.now = now;
    this.owed = [];
    this.gone.clear();
    this.throttled = now < this.throttledUntil;
    // Before `#expire`: an absent peer is sent nothing, not even what is overdue.
    if (event.type === "away") this.#away(event.peer);
    this.#expire();
    if (event.type !== "away") this.#apply(event);
    const sources = [this.broadcaster?.peer ?? "", ...this.sfus];
    if (this.broadcaster && sources.some((peer) => this.isSourceHere(peer))) this.#giveSlots();
    this.#welcome();
  }

  #welcome(): void {
    if (this.#newcomer === null) return;
    const { stream, state } = this;
    const peer = this.#newcomer;
    const details = this.detailsFor(peer);
    this.#admission({ type: "watching", peer, stream, state, details });
    this.#newcomer = null;
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

  /** These viewers lose their links. An unanswered offer goes to another source, if there is one. */
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

  #apply(event: Exclude<RoomEvent, { type: "away" }>): void {
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
        this.#giveSeat(peer);
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
        this.#open(peer);
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
        this.#open(event.peer);
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

  #open(peer: PeerId): void {
    if (!this.open.has(peer)) this.admitted.delete(peer);
    this.open.add(peer);
  }

  #giveSeat(peer: PeerId): void {
    if (this.broadcaster === null) this.began = this.now;
    this.#open(peer);
    this.broadcaster = { peer, until: null, left: [], census: null };
    this.state = "live";
  }

  #admit(peer: PeerId, viewer: SeenViewer): void {
    this.viewers.set(peer, viewer);
    this.#newcomer = peer;
  }

  #viewerBack(event: Extract<RoomEvent, { type: "resume" }>): void {
    const { peer } = event;
    if (this.removed.includes(peer)) return this.#refusal(peer, "removed");
    const known = this.viewers.get(peer);
    if (known !== undefined) {
      // A `renew` may have been lost with its socket, so it must be sent again.
      const mood = known.mood === "answered" ? "answered" : "waits";
      return this.#admit(peer, { ...known, ...NEW, mood });
    }
    if (this.#isFull) return this.#refusal(peer, "stream-full");
    const claimed = this.#claimed(event);
    this.#admit(peer, { ...NEW, ...claimed, hasSlot: claimed.link !== null, sfu: null });
  }

  #sfuJoins(event: Extract<RoomEvent, { type: "source-joined" }>): void {
    const { peer } = event;
    this.#open(peer);
    const known = this.viewers.get(peer);
    if (known === undefined) {
      if (this.sfus.length >= this.limits.sfus) return this.#refusal(peer, "stream-full");
      const sfu = { left: [] };
      return this.#admit(peer, { ...NEW, ...this.#claimed(event), hasSlot: true, sfu });
    }
    for (const viewer of known.sfu?.left ?? []) this.#owe(peer, { type: "left", peer: viewer });
    const mood = known.mood === "answered" ? "answered" : "waits";
    this.#admit(peer, { ...known, ...NEW, mood, sfu: { left: [] } });
  }

  get #isFull(): boolean {
    return this.audience.length >= this.limits.viewers;
  }

  /** The state that an unknown peer claims. The room accepts its link, unless the stream has ended. */
  #claimed({ negotiation, linked }: { negotiation: number; linked: boolean }) {
    const hasLink = linked && this.state !== "ended";
    const link = hasLink
      ? { negotiation, answerBy: null, offer: null, fromViewer: 0, fromSource: 0 }
      : null;
    const mood = hasLink ? "answered" as const : "waits" as const;
    return { newest: negotiation, offer: null, link, mood, source: null };
  }

  #broadcasterBack(event: Extract<RoomEvent, { type: "resume" }>): void {
    const { peer } = event;
    const isRebuilt = this.state === "waiting" && event.rebuild;
    if (this.broadcaster ? this.broadcaster.peer !== peer : !isRebuilt) {
      return this.#refusal(peer, "ticket-refused");
    }
    this.description = event.description;
    const left = this.broadcaster?.left ?? [];
    this.#giveSeat(peer);
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
      for (const source of holders) this.#closeLink(source, peer, viewer);
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
    } else if (link.fromViewer + candidates.length > LIMITS.candidatesPerDescription) {
      this.#rejection(peer, "too-many-candidates");
    } else {
      link.fromViewer += candidates.length;
      if (link.answerBy !== null) link.offer?.candidates.push(...candidates);
      const source = viewer.source ?? this.live?.peer ?? null;
      if (source === null || !this.open.has(source)) return;
      this.#owe(source, { type: "candidates", from: peer, negotiation, candidates });
    }
  }

  /** A source must close its link with a viewer. */
  #closeLink(source: PeerId, peer: PeerId, viewer: SeenViewer): void {
    if (this.isSourceHere(source)) return this.#owe(source, { type: "left", peer });
    this.recordLeft(source, peer, viewer);
  }

  /** Records that an absent source must receive `left` when it comes back. */
  protected recordLeft(source: PeerId, peer: PeerId, { link }: SeenViewer): void {
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
      if (link.fromSource + candidates.length > LIMITS.candidatesPerDescription) {
        return this.#rejection(peer, "too-many-candidates");
      }
      link.fromSource += candidates.length;
      if (present) this.#owe(to, { type: "candidates", negotiation, candidates });
    } else if (message.type === "decline") {
      viewer.link = null;
      if (negotiation === viewer.newest) viewer.mood = "declined";
      if (present) this.#owe(to, { type: "declined", negotiation });
    } else if (link.answerBy === null) {
      this.#rejection(peer, "no-such-link"); // already answered
    } else if (!present) {
      viewer.link = null; // the viewer did not get the answer, so it needs a new link
    } else {
      link.answerBy = null;
      if (viewer.offer !== null) return; // the viewer has sent a newer offer
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
      this.#closeLink(source, peer, viewer);
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

  /** The offers that a source has not answered are lost with its socket: another source may answer them. */
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
