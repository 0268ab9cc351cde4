/**
 * Checks one room against PROTOCOL.md from outside. It sees only inputs (events, times) and outputs (effects), and
 * derives from them what each peer may be sent. It knows nothing of the room's internals.
 */
import { isDeepStrictEqual } from "node:util";
import type { StreamDetails } from "@/signaling/protocol/server_messages.ts";
import type { Effect, PeerId, RoomEvent, Welcome } from "@/signaling/room/model.ts";
import { RoomMemory } from "./room_memory.ts";
import { isSame, type SeenViewer } from "./room_seen.ts";

/** A rule of the protocol was broken. */
export class Violation extends Error {}

type SendEffect = Extract<Effect, { readonly type: "send" }>;

export class RoomChecker extends RoomMemory {
  /** `left` messages of this step to sources whose viewer must now be handed to another source. */
  #leaving: { readonly peer: PeerId; readonly source: PeerId }[] = [];

  /** @throws Violation if this event may not have these effects at this time */
  observe(event: RoomEvent, now: number, effects: readonly Effect[]): void {
    this.remember(event, now);
    this.#leaving = [];
    for (const effect of effects) this.#check(effect);
    this.#checkInvariants();
  }

  #check(effect: Effect): void {
    const to = effect.type === "send" ? effect.to : effect.type === "admitted" ? effect.peer : null;
    if (to !== null && !this.open.has(to)) {
      throw new Violation(`a peer without a socket was sent something: ${JSON.stringify(effect)}`);
    }
    if (effect.type === "send" && !this.admitted.has(effect.to)) {
      throw new Violation(`not admitted, and sent something: ${JSON.stringify(effect)}`);
    }
    const index = this.owed.findIndex((owed) => isDeepStrictEqual(owed, effect));
    if (index >= 0) {
      this.owed.splice(index, 1);
      if (effect.type === "admitted") this.#admitted(effect.welcome);
    } else if (effect.type === "send") {
      this.#checkSend(effect);
    } else {
      throw new Violation(`not called for: ${JSON.stringify(effect)}`);
    }
    if (effect.type === "dismiss" || effect.type === "refuse") this.open.delete(effect.peer);
  }

  #admitted(welcome: Welcome): void {
    this.admitted.add(welcome.peer);
    const viewer = this.viewers.get(welcome.peer);
    if (welcome.type !== "watching" || viewer === undefined) return;
    viewer.knownState = welcome.state;
    viewer.details = welcome.details;
  }

  /** Checks a message that the room sends by itself. All others answer an event, and are in `owed`. */
  #checkSend(effect: SendEffect): void {
    const { to, message } = effect;
    const wrong = (why: string) => new Violation(`${why}: ${JSON.stringify(effect)}`);
    if (message.type === "offer") return this.#handedOver(to, message, wrong);
    if (message.type === "left") {
      const viewer = this.viewers.get(message.peer);
      if (!viewer || !this.holders(viewer).includes(to)) {
        throw wrong("that viewer did not leave now");
      }
      this.#leaving.push({ peer: message.peer, source: to });
      return;
    }
    if (to === this.live?.peer && message.type === "viewers") {
      this.live.census = { count: message.count, waiting: message.waiting };
      return;
    }
    if (message.type === "state" && this.gone.has(to)) return; // its socket was open until it left
    const viewer = this.viewers.get(to);
    if (viewer !== undefined) {
      if (message.type === "state") {
        if (viewer.knownState === message.state) throw wrong("it knows that state already");
        viewer.knownState = message.state;
        return;
      }
      if (message.type === "details") {
        const { type: _, ...details } = message;
        return this.#checkDetails(to, details, wrong);
      }
      if (message.type === "renew") {
        if (!viewer.hasSlot) throw wrong("a viewer in line was asked to renew");
        if (viewer.mood !== "waits") {
          throw wrong(`a viewer that is ${viewer.mood} was asked to renew to renew`);
        }
        const isLost = this.#restartedBy(viewer) !== null &&
          !this.isSourceHere(this.#restartedBy(viewer));
        if (viewer.offer && !isLost && this.now - viewer.offer.at <= this.limits.offerFresh) {
          throw wrong("a fresh offer was thrown away");
        }
        viewer.offer = null;
        viewer.mood = "asked";
        return;
      }
    }
    throw wrong("not meant for this peer");
  }

  #checkDetails(peer: PeerId, details: StreamDetails, wrong: (why: string) => Violation): void {
    const viewer = this.viewers.get(peer);
    if (!viewer || !isSame(details, this.detailsFor(peer))) throw wrong("that is not so");
    if (viewer.details === null) throw wrong("it was not let in yet");
    if (isSame(viewer.details, details)) throw wrong("it knows that already");
    if (!this.#hasWrongQueueState(peer)) {
      if (this.throttled) throw wrong("that could wait");
      this.throttledUntil = this.now + this.limits.detailsEvery;
    }
    viewer.details = details;
  }

  /** Whether a viewer's last details are wrong about whether it is queued. */
  #hasWrongQueueState(peer: PeerId): boolean {
    const details = this.viewers.get(peer)?.details ?? null;
    return details !== null && (details.place === null) !== (this.detailsFor(peer).place === null);
  }

  /** The source whose link a viewer's offer restarts: no other source can take it. */
  #restartedBy({ offer, source }: SeenViewer): PeerId | null {
    return offer?.restart ? source : null;
  }

  #handedOver(
    source: PeerId,
    message: Extract<SendEffect["message"], { type: "offer" }>,
    wrong: (why: string) => Violation,
  ): void {
    const { type: _, from, ...content } = message;
    const viewer = this.viewers.get(from);
    if (!viewer?.offer) throw wrong("there is no such offer");
    if (!viewer.hasSlot) throw wrong("its viewer is in line");
    const { at, ...offer } = viewer.offer;
    if (!isDeepStrictEqual(offer, content)) throw wrong("not the offer that this viewer made");
    const restarted = this.#restartedBy(viewer);
    const may = restarted === null ? this.sourcesFor(viewer) : [restarted];
    if (!may.includes(source)) throw wrong("that is for another source");
    if (viewer.until !== null) throw wrong("its viewer could not be answered");
    if (this.now - at > this.limits.offerFresh) throw wrong("a stale offer");
    if (viewer.link !== null && viewer.link.answerBy !== null) {
      throw wrong("a second one unanswered");
    }
    for (const holder of this.holders(viewer)) {
      if (holder !== source) this.#moved(holder, from, viewer, wrong);
    }
    const { negotiation, candidates } = offer;
    const answerBy = this.now + this.limits.answerTimeout;
    const fromViewer = candidates.length;
    viewer.link = { negotiation, answerBy, offer: viewer.offer, fromViewer, fromSource: 0 };
    viewer.source = source;
    viewer.offer = null;
  }

  /** A viewer's offer was handed to a source other than this one, which holds its link. */
  #moved(
    source: PeerId,
    peer: PeerId,
    viewer: SeenViewer,
    wrong: (why: string) => Violation,
  ): void {
    if (!this.isSourceHere(source)) return this.recordLeft(source, peer, viewer);
    const index = this.#leaving.findIndex((left) => left.peer === peer && left.source === source);
    if (index < 0) throw wrong(`${source} does not know that its viewer left`);
    this.#leaving.splice(index, 1);
  }

  /** Checks what must hold after every step. */
  #checkInvariants(): void {
    const must = (holds: boolean, rule: string) => {
      if (!holds) throw new Violation(rule);
    };
    must(this.owed.length === 0, `missing: ${JSON.stringify(this.owed)}`);
    must(this.audience.length <= this.limits.viewers, "too many viewers");
    must(this.sfus.length <= this.limits.sfus, "too many SFUs");
    const isFull = (source: PeerId) => this.unanswered(source) >= this.limits.offersInFlight;
    for (const source of [...this.sfus, this.broadcaster?.peer ?? ""]) {
      must(this.unanswered(source) <= this.limits.offersInFlight, "too many offers in flight");
    }
    must(this.#leaving.length === 0, `did not leave: ${JSON.stringify(this.#leaving)}`);
    const { live } = this;
    if (live) {
      const believed = JSON.stringify(live.census);
      must(isDeepStrictEqual(live.census, this.census), `the broadcaster believes in ${believed}`);
    }
    const members = new Set([...this.viewers.keys(), this.broadcaster?.peer]);
    for (const peer of this.open) must(members.has(peer), `${peer} was not dismissed`);
    for (const [peer, viewer] of this.viewers) {
      const { until, knownState, mood, offer, link, hasSlot, details } = viewer;
      if (until !== null) continue;
      must(knownState === this.state, `${peer} believes that the stream is ${knownState}`);
      must(details !== null, `${peer} was told nothing about the stream`);
      must(!this.#hasWrongQueueState(peer), `${peer} does not know whether it is in line`);
      const knows = isSame(details, this.detailsFor(peer));
      must(knows || this.now < this.throttledUntil, `${peer} believes ${JSON.stringify(details)}`);
      const sources = this.sourcesFor(viewer);
      if (!hasSlot || sources.length === 0) continue;
      if (mood !== "waits" || (link !== null && link.answerBy !== null)) continue;
      must(offer !== null, `${peer} waits for ever: neither handed over nor asked to renew`);
      const restarted = this.#restartedBy(viewer);
      const may = restarted === null ? sources : [restarted];
      must(may.every(isFull), `the offer of ${peer} lies idle`);
    }
  }
}
