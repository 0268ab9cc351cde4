/**
 * The viewer's link. A link that carries media is left alone, whatever happens to the socket. One that is broken is mended by
 * the cheapest step that can work: wait for ICE → restart ICE on the same connection → a new connection → again, ever more
 * slowly.
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

/** The next state of the machine and what is to be done, while it is being worked out. */
export class LinkDraft {
  readonly actions: WatchAction[] = [];

  constructor(public next: WatchMachine, readonly now: number) {}

  answered(sdp: string): void {
    this.do({ type: "accept", sdp });
    if (this.next.link.name !== "made" || this.next.turnServers !== "given") return;
    this.link({ name: "without-turn", until: this.now + PATIENCE.direct });
  }

  /** The link is told of them, and may find them of use the next time that it looks for a path. */
  turnServersCame(servers: readonly IceServer[]): void {
    const isFirst = this.next.turnServers === "none";
    this.do({ type: "turn-servers", servers });
    if (!isFirst || servers.length === 0) return;
    this.set({ turnServers: "given" });
    // Without a TURN server it has found no path at all: nothing of it is of use.
    if (this.next.relayOnly && this.next.link.name === "made") this.offerNewLink();
  }

  /** From now on silence is meant, or is a fault again. */
  silenceIs(meant: boolean): void {
    const { link } = this.next;
    const cameAt = this.now;
    // It was missed before this was known.
    if (meant && link.name === "broken") return this.link({ name: "up", flowing: false, cameAt });
    if (!meant && link.name === "up") this.link({ ...link, cameAt });
  }

  /** When an offer that is made now must have led to a link. */
  get answerBy(): number | null {
    const answerable = isReachable(this.next) && !isQueued(this.next);
    return answerable ? this.now + PATIENCE.newLink : null;
  }

  linkIs(event: Extract<WatchEvent, { readonly link: number }>): void {
    const { link } = this.next;
    switch (event.type) {
      case "connected":
        if (link.name !== "up") this.link({ name: "up", flowing: false, cameAt: this.now });
        return;
      case "disconnected":
        return link.name === "up" ? this.#broken(link.cameAt) : undefined;
      case "failed":
        if (link.name === "up" || link.name === "broken") {
          const { cameAt } = link;
          return this.link({ name: "broken", until: this.now, cameAt }); // nothing to wait for
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
      return this.link({ name: "up", flowing: true, cameAt: this.now });
    }
    if (link.name !== "up") return;
    const silent = this.now - link.cameAt; // long, after a sleep
    if (stream === "paused") {
      const flowing = link.flowing && silent < PATIENCE.silenceWhilePaused;
      return this.link({ ...link, flowing });
    }
    // A broadcast without any sound or picture is silent too: only what did flow can be missed.
    if (link.flowing && silent >= PATIENCE.silence && !isQuiet(this.next)) {
      this.#broken(link.cameAt);
    }
  }

  #broken(cameAt: number): void {
    this.link({ name: "broken", until: this.now + PATIENCE.broken, cameAt });
    this.do({ type: "retry-now" });
  }

  linkFailed(): void {
    const failures = this.next.failures + 1;
    const delay = Math.min(PATIENCE.retryCap, PATIENCE.firstRetry * 2 ** (failures - 1));
    this.set({ failures });
    this.do({ type: "unlink" });
    this.link({ name: "none", until: this.now + delay });
  }

  /** Takes the next step where the time for it has come and somebody is there to take it with. */
  settle(): void {
    const due = watchDeadline(this.next);
    if (due === null || due > this.now) return;
    const { link } = this.next;
    switch (link.name) {
      case "broken":
        return this.now < staleAt(this.next, link) ? this.#restart(0) : this.offerNewLink();
      case "restarting": {
        const goesOn = isReachable(this.next) && link.tries < PATIENCE.restarts.length;
        return goesOn ? this.#restart(link.tries) : this.linkFailed();
      }
      case "without-turn":
        return this.#tryTurn();
      case "made":
        return this.linkFailed();
      case "none":
        return this.offerNewLink();
    }
  }

  /** No direct path was found at once: TURN servers are tried as well, with all the time of a new link. */
  #tryTurn(): void {
    this.set({ negotiation: this.next.negotiation + 1 });
    this.#useTurn();
    this.link({ name: "made", until: this.answerBy });
    this.do({ type: "offer", restart: true });
  }

  /** @param tries how many came before */
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

  /** Paths are looked for anew: through the TURN servers as well, if there are any. */
  #useTurn(): void {
    if (this.next.turnServers === "given") this.set({ turnServers: "in-use" });
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
