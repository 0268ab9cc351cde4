/**
 * Watches one room from outside and says when it breaks PROTOCOL.md. It sees what went in (events, times) and what came
 * out (effects), and keeps its own idea of who may hear what: it knows nothing of the room's insides.
 */
import { isDeepStrictEqual } from "node:util";
import type { About } from "@/signaling/protocol.ts";
import type { Effect, PeerId, RoomEvent, Welcome } from "@/signaling/room_model.ts";
import { isSame, RoomMemory, type SeenBroadcaster } from "./room_memory.ts";

/** A rule of the protocol was broken. */
export class Violation extends Error {}

type Sent = Extract<Effect, { readonly type: "send" }>;

export class Witness extends RoomMemory {
  /** @throws Violation if these are not the effects that this event may have at this time */
  observe(event: RoomEvent, now: number, effects: readonly Effect[]): void {
    this.remember(event, now);
    for (const effect of effects) this.#allow(effect);
    this.#settled();
  }

  #allow(effect: Effect): void {
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
      if (effect.type === "admitted") this.#isAdmitted(effect.welcome);
    } else if (effect.type === "send") {
      this.#allowSend(effect);
    } else {
      throw new Violation(`not called for: ${JSON.stringify(effect)}`);
    }
    if (effect.type === "dismiss" || effect.type === "refuse") this.open.delete(effect.peer);
  }

  #isAdmitted(welcome: Welcome): void {
    this.admitted.add(welcome.peer);
    const viewer = this.viewers.get(welcome.peer);
    if (welcome.type !== "watching" || viewer === undefined) return;
    viewer.told = welcome.state;
    viewer.about = welcome.about;
  }

  /** What the room sends by itself: everything else answers an event, and was owed. */
  #allowSend(effect: Sent): void {
    const { to, message } = effect;
    const wrong = (why: string) => new Violation(`${why}: ${JSON.stringify(effect)}`);
    if (to === this.live?.peer) {
      switch (message.type) {
        case "offer":
          return this.#handedOver(this.live, message, wrong);
        case "left":
          if (!this.gone.delete(message.peer)) throw wrong("that viewer did not leave now");
          this.live.known.delete(message.peer);
          return;
        case "viewers":
          this.live.census = { count: message.count, waiting: message.waiting };
          return;
      }
    }
    if (to === this.outgoing && message.type === "left" && this.gone.has(message.peer)) return;
    if (message.type === "state" && this.gone.has(to)) return; // it was open until it left
    const viewer = this.viewers.get(to);
    if (viewer !== undefined) {
      if (message.type === "state") {
        if (viewer.told === message.state) throw wrong("it knows that state already");
        viewer.told = message.state;
        return;
      }
      if (message.type === "about") {
        const { type: _, ...about } = message;
        return this.#hearsAbout(to, about, wrong);
      }
      if (message.type === "renew") {
        if (!viewer.seated) throw wrong("a viewer in line was asked to renew");
        if (viewer.mood !== "waits") {
          throw wrong(`a viewer that is ${viewer.mood} was asked to renew`);
        }
        if (viewer.offer && this.now - viewer.offer.at <= this.limits.offerFresh) {
          throw wrong("a fresh offer was thrown away");
        }
        viewer.offer = null;
        viewer.mood = "asked";
        return;
      }
    }
    throw wrong("not meant for this peer");
  }

  #hearsAbout(peer: PeerId, about: About, wrong: (why: string) => Violation): void {
    const viewer = this.viewers.get(peer);
    if (!viewer || !isSame(about, this.aboutFor(peer))) throw wrong("that is not so");
    if (viewer.about === null) throw wrong("it was not let in yet");
    if (isSame(viewer.about, about)) throw wrong("it knows that already");
    if (!this.#lineHasChanged(peer)) {
      if (this.quiet) throw wrong("that could wait");
      this.quietUntil = this.now + this.limits.aboutEvery;
    }
    viewer.about = about;
  }

  /** Whether a viewer is wrong about being in line. */
  #lineHasChanged(peer: PeerId): boolean {
    const about = this.viewers.get(peer)?.about ?? null;
    return about !== null && (about.place === null) !== (this.aboutFor(peer).place === null);
  }

  #handedOver(
    broadcaster: SeenBroadcaster,
    message: Extract<Sent["message"], { type: "offer" }>,
    wrong: (why: string) => Violation,
  ): void {
    const { type: _, from, ...content } = message;
    const viewer = this.viewers.get(from);
    if (!viewer?.offer) throw wrong("there is no such offer");
    if (!viewer.seated) throw wrong("its viewer is in line");
    const { at, ...offer } = viewer.offer;
    if (!isDeepStrictEqual(offer, content)) throw wrong("not the offer that this viewer made");
    if (viewer.until !== null) throw wrong("its viewer could not be answered");
    if (this.now - at > this.limits.offerFresh) throw wrong("a stale offer");
    if (viewer.link !== null && viewer.link.answerBy !== null) {
      throw wrong("a second one unanswered");
    }
    const { negotiation, candidates } = offer;
    const answerBy = this.now + this.limits.answerTimeout;
    viewer.link = { negotiation, answerBy, ours: candidates.length, theirs: 0 };
    viewer.offer = null;
    broadcaster.known.add(from);
  }

  /** What must hold after every step. */
  #settled(): void {
    const must = (holds: boolean, rule: string) => {
      if (!holds) throw new Violation(rule);
    };
    must(this.owed.length === 0, `missing: ${JSON.stringify(this.owed)}`);
    must(this.viewers.size <= this.limits.viewers, "too many viewers");
    must(this.unanswered <= this.limits.offersInFlight, "too many offers in flight");
    const { live } = this;
    if (live) {
      const believed = JSON.stringify(live.census);
      must(isDeepStrictEqual(live.census, this.census), `the broadcaster believes in ${believed}`);
      const untold = [...this.gone].filter((peer) => live.known.has(peer));
      must(untold.length === 0, `the broadcaster was not told that ${untold} left`);
    }
    const members = new Set([...this.viewers.keys(), this.broadcaster?.peer]);
    for (const peer of this.open) must(members.has(peer), `${peer} was not dismissed`);
    for (const [peer, { until, told, mood, offer, link, seated, about }] of this.viewers) {
      if (until !== null) continue;
      must(told === this.state, `${peer} believes that the stream is ${told}`);
      must(about !== null, `${peer} was told nothing about the stream`);
      must(!this.#lineHasChanged(peer), `${peer} does not know whether it is in line`);
      const knows = isSame(about, this.aboutFor(peer));
      must(knows || this.now < this.quietUntil, `${peer} believes ${JSON.stringify(about)}`);
      if (!seated) continue;
      if (!live || mood !== "waits" || (link !== null && link.answerBy !== null)) continue;
      must(offer !== null, `${peer} waits for ever: neither handed over nor asked`);
      must(this.unanswered >= this.limits.offersInFlight, `the offer of ${peer} lies idle`);
    }
  }
}
