/**
 * How a viewer repairs its link. A link that carries media stays as it is, whatever happens to the socket. A broken link gets
 * the cheapest step that can work: wait for ICE → restart ICE on the same connection → a new connection → again, at growing
 * intervals.
 */
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";
import { isQueued, isQuiet, isReachable, staleAt, watchDeadline } from "./watch_facts.ts";
import {
  type LinkState,
  PATIENCE,
  type WatchAction,
  type WatchEvent,
  type WatchMachine,
} from "./watch_model.ts";

/** Collects the machine's next state and its actions during one step. */
export class LinkDraft {
  readonly actions: WatchAction[] = [];

  constructor(public next: WatchMachine, readonly now: number) {}

  answered(sdp: string): void {
    this.do({ type: "accept", sdp });
    if (this.next.link.name !== "made" || this.next.turnServers !== "unused") return;
    this.link({ name: "without-turn", until: this.now + PATIENCE.direct });
  }

  /** The link uses them the next time it gathers candidates. */
  addTurnServers(servers: readonly IceServer[]): void {
    const isFirst = this.next.turnServers === "none";
    this.do({ type: "turn-servers", servers });
    if (!isFirst || servers.length === 0) return;
    this.set({ turnServers: "unused" });
    // A relay-only link that was made without a TURN server has no candidates: replace it.
    if (this.next.relayOnly && this.next.link.name === "made") this.offerNewLink();
  }

  /** The broadcaster has stopped sending any media, or sends some again. */
  expectSilence(expected: boolean): void {
    const { link } = this.next;
    const lastMediaAt = this.now;
    // The link counts as broken because the silence came before this message.
    if (expected && link.name === "broken") {
      return this.link({ name: "up", flowing: false, lastMediaAt });
    }
    if (!expected && link.name === "up") this.link({ ...link, lastMediaAt });
  }

  /** When a link that is offered now must be connected; null: nobody can answer yet. */
  get answerBy(): number | null {
    const answerable = isReachable(this.next) && !isQueued(this.next);
    return answerable ? this.now + PATIENCE.newLink : null;
  }

  applyLinkEvent(event: Extract<WatchEvent, { readonly link: number }>): void {
    const { link } = this.next;
    switch (event.type) {
      case "connected":
        if (link.name !== "up") this.link({ name: "up", flowing: false, lastMediaAt: this.now });
        return;
      case "disconnected":
        return link.name === "up" ? this.#broken(link.lastMediaAt) : undefined;
      case "failed":
        if (link.name === "up" || link.name === "broken") {
          const { lastMediaAt } = link;
          return this.link({ name: "broken", until: this.now, lastMediaAt }); // nothing to wait for
        }
        if (link.name === "without-turn") return this.link({ ...link, until: this.now });
        return this.linkFailed();
      case "unusable":
      case "no-offer":
        return this.linkFailed();
      case "media":
        return this.#media(event.arrives);
      default:
        return event satisfies never;
    }
  }

  #media(arrives: boolean): void {
    const { link, stream } = this.next;
    if (arrives) {
      if (link.name !== "up" || !link.flowing) this.do({ type: "play" });
      this.set({ failures: 0, played: true });
      return this.link({ name: "up", flowing: true, lastMediaAt: this.now });
    }
    if (link.name !== "up") return;
    const silent = this.now - link.lastMediaAt; // long if the computer slept
    if (stream === "paused") {
      const flowing = link.flowing && silent < PATIENCE.silenceWhilePaused;
      return this.link({ ...link, flowing });
    }
    // A broadcast may have neither sound nor picture: silence is a fault only after media has flowed.
    if (link.flowing && silent >= PATIENCE.silence && !isQuiet(this.next)) {
      this.#broken(link.lastMediaAt);
    }
  }

  #broken(lastMediaAt: number): void {
    this.link({ name: "broken", until: this.now + PATIENCE.broken, lastMediaAt });
    this.do({ type: "retry-now" });
  }

  linkFailed(): void {
    const failures = this.next.failures + 1;
    const delay = Math.min(PATIENCE.retryCap, PATIENCE.firstRetry * 2 ** (failures - 1));
    this.set({ failures });
    this.do({ type: "unlink" });
    this.link({ name: "none", until: this.now + delay });
  }

  /** Takes the next step if its time has come and the broadcaster is reachable. */
  takeDueStep(): void {
    const due = watchDeadline(this.next);
    if (due === null || due > this.now) return;
    const { link } = this.next;
    switch (link.name) {
      case "broken":
        return this.now < staleAt(this.next, link) ? this.#restart(0) : this.offerNewLink();
      case "restarting": {
        const mayRestart = isReachable(this.next) && link.tries < PATIENCE.restarts.length;
        return mayRestart ? this.#restart(link.tries) : this.linkFailed();
      }
      case "without-turn":
        return this.#tryTurn();
      case "made":
        return this.linkFailed();
      case "none":
        return this.offerNewLink();
    }
  }

  /** No direct path was found quickly: try TURN servers as well, with the full time of a new link. */
  #tryTurn(): void {
    this.set({ negotiation: this.next.negotiation + 1 });
    this.#useTurn();
    this.link({ name: "made", until: this.answerBy });
    this.do({ type: "offer", restart: true });
  }

  /** @param tries the number of restarts before this one */
  #restart(tries: number): void {
    this.set({ negotiation: this.next.negotiation + 1 });
    this.#useTurn();
    const until = this.now + PATIENCE.restarts[tries];
    this.link({ name: "restarting", until, tries: tries + 1 });
    this.do({ type: "offer", restart: true });
  }

  offerNewLink(): void {
    this.newLink();
    if (this.next.contact === "open") this.do({ type: "offer", restart: false });
  }

  newLink(): void {
    const { negotiation, linkId } = this.next;
    this.set({ negotiation: negotiation + 1, linkId: linkId + 1, early: false });
    this.#useTurn();
    this.link({ name: "made", until: this.answerBy });
    this.do({ type: "link" });
  }

  /** The link gathers candidates again, from TURN servers too if there are any. */
  #useTurn(): void {
    if (this.next.turnServers === "unused") this.set({ turnServers: "in-use" });
  }

  link(link: LinkState): void {
    this.set({ link });
  }

  set(change: Partial<WatchMachine>): void {
    this.next = { ...this.next, ...change };
  }

  do(action: WatchAction): void {
    this.actions.push(action);
  }
}
