/**
 * The viewer's side as a state machine: what happened and when goes in, the next state and what is to be done come out.
 * Pure. The table is in `signaling/PROTOCOL.md`, "How a viewer recovers".
 *
 * A link that carries media is left alone, whatever happens to the socket. One that is broken is mended by the cheapest
 * step that can work: wait for ICE → restart ICE on the same connection → a new connection → again, ever more slowly.
 */
import {
  type About,
  ALL_MEDIA,
  CLOSE,
  type IceServer,
  type StreamState,
  type ToViewer,
} from "@/signaling/protocol.ts";
import {
  type LinkState,
  PATIENCE,
  type WatchAction,
  type WatchEvent,
  type WatchMachine,
} from "./watch_model.ts";

export interface WatchStep {
  readonly machine: WatchMachine;
  readonly actions: readonly WatchAction[];
}

/** When the machine must be given a `tick` next, or null. */
export function watchDeadline(machine: WatchMachine): number | null {
  const { link } = machine;
  if (link.name === "up") return null;
  const waits = link.name === "broken" || link.name === "none"; // for somebody to take the next step with
  if (waits && !isReachable(machine)) return null;
  return link.name === "broken" ? Math.min(link.until, staleAt(machine, link)) : link.until;
}

type Broken = Extract<LinkState, { readonly name: "broken" }>;

/** From when on a new connection is quicker than an ICE restart. */
function staleAt({ backAt }: WatchMachine, { cameAt }: Broken): number {
  return cameAt + (cameAt < backAt ? PATIENCE.staleWithSocket : PATIENCE.stale);
}

/** Whether there is a broadcaster, and a server to reach it by. */
function isReachable({ contact, stream }: WatchMachine): boolean {
  return contact === "open" && stream === "live";
}

/** Whether others must go before we are let to the broadcaster. */
export function isQueued({ about }: WatchMachine): boolean {
  return about !== null && about.place !== null;
}

/** Whether a direct path is worth trying: two links in a row found none. */
export function triesDirectly({ failures }: WatchMachine): boolean {
  return failures < 2;
}

/** Whether the broadcaster is there, and link after link to it failed. */
export function isStuck(machine: WatchMachine): boolean {
  return machine.failures >= 2 && isReachable(machine) && !isQueued(machine) && !isFlowing(machine);
}

/** Whether neither picture nor sound is sent, by the broadcaster's own word: then nothing that comes is no fault. */
function isQuiet({ about }: WatchMachine): boolean {
  if (about === null) return false;
  const { picture, sound } = about.media ?? ALL_MEDIA;
  return (picture === "none" || picture === "stalled") && sound === "none";
}

/** Whether media comes in, or came until just now; or would, if any were sent. */
export function isFlowing(machine: WatchMachine): boolean {
  const { link } = machine;
  return link.name === "up" && (link.flowing || isQuiet(machine));
}

/** @param now milliseconds on a clock that does not go back */
export function watchStep(machine: WatchMachine, event: WatchEvent, now: number): WatchStep {
  const draft = new Draft(machine, now);
  draft.happen(event);
  draft.settle();
  return { machine: draft.next, actions: draft.actions };
}

class Draft {
  readonly actions: WatchAction[] = [];

  constructor(public next: WatchMachine, readonly now: number) {}

  happen(event: WatchEvent): void {
    switch (event.type) {
      case "start":
        this.#set({ contact: "connecting" });
        this.#newLink(); // gathers candidates while the socket opens
        return this.#do({ type: "connect", delay: 0 });
      case "opened":
        this.#set({ contact: "connecting" });
        if (this.next.ticket !== null) return this.#do({ type: "resume" });
        if (this.next.link.name !== "made") this.#newLink();
        this.#set({ watchedWith: this.next.negotiation });
        return this.#do({ type: "watch" });
      case "lost":
        return this.#set({ contact: "lost", outage: event.outage ?? "unreachable" });
      case "closed":
        return this.#closed(event.code);
      case "relay-only":
        this.#set({ relayOnly: event.on });
        if (this.next.link.name !== "none") this.#offerNewLink();
        return;
      case "heard":
        return this.#heard(event.message);
      case "tick":
        return; // settle() looks at the time
      default:
        if (event.link !== this.next.linkId || this.next.link.name === "none") return; // let go
        this.#linkIs(event);
    }
  }

  #heard(message: ToViewer): void {
    const current = "negotiation" in message && message.negotiation === this.next.negotiation;
    switch (message.type) {
      case "watching": {
        const returned = this.next.ticket !== null;
        const { ticket, about } = message;
        this.#set({ contact: "open", refusal: null, ticket, about });
        this.#streamIs(message.state);
        if (returned) this.#returned();
        // The link was replaced while its offer was on the way.
        else if (
          this.next.link.name === "made" && this.next.watchedWith !== this.next.negotiation
        ) this.#do({ type: "offer", restart: false });
        return;
      }
      case "state":
        return this.#streamIs(message.state);
      case "about": {
        const { type: _, ...about } = message;
        return this.#about(about);
      }
      case "answer":
        return current ? this.#answered(message.sdp) : undefined;
      case "candidates":
        return current ? this.#do({ type: "candidates", message }) : undefined;
      case "renew":
        return this.#offerNewLink();
      case "declined":
        return current ? this.#linkFailed() : undefined;
      case "ice-servers":
        return this.#relaysAre(message.servers);
      case "error":
        if (message.code !== "no-such-link") this.#set({ refusal: message.code });
        return;
      default:
        return message satisfies never;
    }
  }

  #answered(sdp: string): void {
    this.#do({ type: "accept", sdp });
    if (this.next.link.name !== "made" || this.next.relays !== "given") return;
    this.#link({ name: "relayless", until: this.now + PATIENCE.direct });
  }

  /** The link is told of them, and may find them of use the next time that it looks for a path. */
  #relaysAre(servers: readonly IceServer[]): void {
    const isFirst = this.next.relays === "none";
    this.#do({ type: "relays", servers });
    if (!isFirst || servers.length === 0) return;
    this.#set({ relays: "given" });
    // Without a relay it has found no path at all: nothing of it is of use.
    if (this.next.relayOnly && this.next.link.name === "made") this.#offerNewLink();
  }

  /** What was under way when the socket went was lost with it. */
  #returned(): void {
    const { name } = this.next.link;
    this.#set({ backAt: this.now });
    const isUnderWay = name === "made" || name === "relayless" || name === "restarting";
    if (isUnderWay) return this.#offerNewLink();
    // The server was told that there is none, and asks for one: before that, it would be one too many.
    if (name === "none") this.#link({ name: "none", until: this.now + PATIENCE.firstRetry });
  }

  #streamIs(stream: StreamState): void {
    if (stream === "live" && this.next.stream !== "live") this.#set({ backAt: this.now });
    this.#set({ stream });
    if (stream === "ended") {
      this.#do({ type: "unlink" });
      this.#link({ name: "none", until: null });
    } else if (this.next.link.name === "made") {
      this.#link({ name: "made", until: this.#answerBy });
    } else if (stream === "live" && this.next.link.name === "none") {
      // The server asks for a link, unless it was restarted and believes that there is one.
      this.#link({ name: "none", until: this.next.link.until ?? this.now + PATIENCE.firstRetry });
    }
  }

  #about(about: About): void {
    const wasQueued = isQueued(this.next);
    const wasQuiet = isQuiet(this.next);
    this.#set({ about });
    if (isQuiet(this.next) !== wasQuiet) this.#silenceIs(!wasQuiet);
    if (isQueued(this.next) === wasQueued || this.next.link.name !== "made") return;
    this.#link({ name: "made", until: this.#answerBy });
  }

  /** From now on silence is meant, or is a fault again. */
  #silenceIs(meant: boolean): void {
    const { link } = this.next;
    const cameAt = this.now;
    // It was missed before this was known.
    if (meant && link.name === "broken") return this.#link({ name: "up", flowing: false, cameAt });
    if (!meant && link.name === "up") this.#link({ ...link, cameAt });
  }

  /** When an offer that is made now must have led to a link. */
  get #answerBy(): number | null {
    const answerable = isReachable(this.next) && !isQueued(this.next);
    return answerable ? this.now + PATIENCE.newLink : null;
  }

  #closed(code: number): void {
    if (code === CLOSE.replaced.code) {
      this.#set({ contact: "replaced", ticket: null });
      this.#do({ type: "unlink" });
      return this.#link({ name: "none", until: null });
    }
    switch (this.next.refusal) {
      case "ticket-refused":
        // Nobody knows us any more: come in anew, with a link of the new peer's own.
        this.#set({ contact: "connecting", refusal: null, ticket: null });
        this.#newLink();
        return this.#do({ type: "connect", delay: 0 });
      case "stream-full":
      case "server-full":
        // The ticket is kept: a link that a server before this one made may carry media all the while.
        this.#set({ contact: "lost" });
        if (this.next.ticket === null) this.#newLink();
        return this.#do({ type: "connect", delay: PATIENCE.full });
      case "removed":
        this.#set({ contact: "over", ticket: null });
        this.#do({ type: "unlink" });
        return this.#link({ name: "none", until: null });
      default:
        this.#set({ contact: "over", ticket: null });
    }
  }

  #linkIs(event: Extract<WatchEvent, { readonly link: number }>): void {
    const { link } = this.next;
    switch (event.type) {
      case "connected":
        if (link.name !== "up") this.#link({ name: "up", flowing: false, cameAt: this.now });
        return;
      case "disconnected":
        return link.name === "up" ? this.#broken(link.cameAt) : undefined;
      case "failed":
        if (link.name === "up" || link.name === "broken") {
          const { cameAt } = link;
          return this.#link({ name: "broken", until: this.now, cameAt }); // nothing to wait for
        }
        if (link.name === "relayless") return this.#link({ ...link, until: this.now });
        return this.#linkFailed();
      case "unusable":
        return this.#linkFailed();
      case "media":
        return this.#media(event.arrives);
      default:
        return event satisfies never;
    }
  }

  #media(arrives: boolean): void {
    const { link, stream } = this.next;
    if (arrives) {
      this.#set({ failures: 0, played: true });
      return this.#link({ name: "up", flowing: true, cameAt: this.now });
    }
    if (link.name !== "up") return;
    const silent = this.now - link.cameAt; // long, after a sleep
    if (stream === "paused") {
      const flowing = link.flowing && silent < PATIENCE.silenceWhilePaused;
      return this.#link({ ...link, flowing });
    }
    // A broadcast without any sound or picture is silent too: only what did flow can be missed.
    if (link.flowing && silent >= PATIENCE.silence && !isQuiet(this.next)) {
      this.#broken(link.cameAt);
    }
  }

  #broken(cameAt: number): void {
    this.#link({ name: "broken", until: this.now + PATIENCE.broken, cameAt });
    this.#do({ type: "probe" });
  }

  #linkFailed(): void {
    const failures = this.next.failures + 1;
    const delay = Math.min(PATIENCE.retryCap, PATIENCE.firstRetry * 2 ** (failures - 1));
    this.#set({ failures });
    this.#do({ type: "unlink" });
    this.#link({ name: "none", until: this.now + delay });
  }

  /** Takes the next step where the time for it has come and somebody is there to take it with. */
  settle(): void {
    const due = watchDeadline(this.next);
    if (due === null || due > this.now) return;
    const { link } = this.next;
    switch (link.name) {
      case "broken":
        return this.now < staleAt(this.next, link) ? this.#restart(0) : this.#offerNewLink();
      case "restarting": {
        const goesOn = isReachable(this.next) && link.tries < PATIENCE.restarts.length;
        return goesOn ? this.#restart(link.tries) : this.#linkFailed();
      }
      case "relayless":
        return this.#takeRelays();
      case "made":
        return this.#linkFailed();
      case "none":
        return this.#offerNewLink();
    }
  }

  /** No direct path was found at once: relays are tried as well, with all the time of a new link. */
  #takeRelays(): void {
    this.#set({ negotiation: this.next.negotiation + 1 });
    this.#useRelays();
    this.#link({ name: "made", until: this.#answerBy });
    this.#do({ type: "offer", restart: true });
  }

  /** @param tries how many came before */
  #restart(tries: number): void {
    this.#set({ negotiation: this.next.negotiation + 1 });
    this.#useRelays();
    const until = this.now + PATIENCE.restarts[tries];
    this.#link({ name: "restarting", until, tries: tries + 1 });
    this.#do({ type: "offer", restart: true });
  }

  #offerNewLink(): void {
    this.#newLink();
    if (this.next.contact === "open") this.#do({ type: "offer", restart: false });
  }

  #newLink(): void {
    const { negotiation, linkId } = this.next;
    this.#set({ negotiation: negotiation + 1, linkId: linkId + 1 });
    this.#useRelays();
    this.#link({ name: "made", until: this.#answerBy });
    this.#do({ type: "link" });
  }

  /** Paths are looked for anew: through the relays as well, if there are any. */
  #useRelays(): void {
    if (this.next.relays === "given") this.#set({ relays: "in-use" });
  }

  #link(link: LinkState): void {
    this.#set({ link });
  }

  #set(change: Partial<WatchMachine>): void {
    this.next = { ...this.next, ...change };
  }

  #do(action: WatchAction): void {
    this.actions.push(action);
  }
}
