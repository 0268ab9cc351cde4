/**
 * The viewer's side as a state machine: takes an event and its time, returns the next state and actions. Pure. The table is
 * in `signaling/PROTOCOL.md`, "How a viewer recovers". This file handles events of the server and the page; `watch_link.ts`
 * handles events of the link.
 */
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import type { StreamDetails, StreamState, ToViewer } from "@/signaling/protocol/server_messages.ts";
import type { Machine, Step } from "../machine_runner.ts";
import { isQueued, isQuiet, watchDeadline } from "./watch_facts.ts";
import { LinkDraft } from "./watch_link.ts";
import {
  PATIENCE,
  START,
  type WatchAction,
  type WatchEvent,
  type WatchMachine,
} from "./watch_model.ts";

export type WatchStep = Step<WatchMachine, WatchAction>;

/** @param now milliseconds on a clock that does not go back */
export function watchStep(machine: WatchMachine, event: WatchEvent, now: number): WatchStep {
  const transition = new Transition(machine, now);
  transition.apply(event);
  transition.takeDueStep();
  return { machine: transition.next, actions: transition.actions };
}

export const WATCH: Machine<WatchMachine, WatchEvent, WatchAction> = {
  start: START,
  step: watchStep,
  deadline: watchDeadline,
};

class Transition extends LinkDraft {
  apply(event: WatchEvent): void {
    switch (event.type) {
      case "start":
        this.#reset({ contact: "connecting", relayOnly: event.relayOnly });
        this.newLink(); // gathers candidates while the socket opens
        if (event.saidHello) this.set({ early: true, helloNegotiation: this.next.negotiation });
        return this.do({ type: "connect", delay: 0 });
      case "leave":
        return this.#leave("none");
      case "no-webrtc":
        return this.#leave("no-webrtc");
      case "removed":
        return this.#removed();
      case "opened":
        this.set({ contact: "connecting" });
        // If the link has been replaced since, offer the new one once the server has admitted us.
        if (event.saidHello) return this.next.early ? this.do({ type: "offered" }) : undefined;
        if (this.next.ticket !== null) return this.do({ type: "resume" });
        if (this.next.link.name !== "made" || this.next.early) this.newLink();
        this.set({ helloNegotiation: this.next.negotiation });
        return this.do({ type: "watch" });
      case "lost":
        return this.set({ contact: "lost", outage: event.outage ?? "unreachable" });
      case "closed":
        return this.#closed(event.code);
      case "relay-only":
        this.set({ relayOnly: event.on });
        if (this.next.link.name !== "none") this.offerNewLink();
        return;
      case "received":
        return this.#received(event.message);
      case "tick":
        return; // takeDueStep() does the work
      default:
        if (event.link !== this.next.linkId || this.next.link.name === "none") return; // an old link
        // WebRTC does not work in this browser. If it did before, only try again.
        if (event.type === "no-offer" && !this.next.played) return this.#leave("no-webrtc");
        this.applyLinkEvent(event);
    }
  }

  #received(message: ToViewer): void {
    const current = "negotiation" in message && message.negotiation === this.next.negotiation;
    switch (message.type) {
      case "watching": {
        const returned = this.next.ticket !== null;
        const { ticket, details } = message;
        this.set({ contact: "open", refusal: null, ticket, details });
        this.#setStream(message.state);
        if (returned) this.#resumed();
        // The link was replaced while the offer of the old one was on its way.
        else if (
          this.next.link.name === "made" && this.next.helloNegotiation !== this.next.negotiation
        ) this.do({ type: "offer", restart: false });
        return;
      }
      case "state":
        return this.#setStream(message.state);
      case "details": {
        const { type: _, ...details } = message;
        return this.#details(details);
      }
      case "answer":
        return current ? this.answered(message.sdp) : undefined;
      case "candidates":
        return current ? this.do({ type: "candidates", message }) : undefined;
      case "renew":
        return this.offerNewLink();
      case "declined":
        return current ? this.linkFailed() : undefined;
      case "ice-servers":
        return this.addTurnServers(message.servers);
      case "error":
        if (message.code === "removed") return this.#removed();
        if (message.code === "no-such-link") return;
        return this.set({ refusal: message.code, retryAfter: message.retryAfter ?? null });
      default:
        return message satisfies never;
    }
  }

  /** A negotiation that was under way when the socket closed is lost: offer again. */
  #resumed(): void {
    const { name } = this.next.link;
    this.set({ reconnectedAt: this.now });
    const isUnderWay = name === "made" || name === "without-turn" || name === "restarting";
    if (isUnderWay) return this.offerNewLink();
    // `resume` said that there is no link, so the server asks for one. An offer before that would be one too many.
    if (name === "none") this.link({ name: "none", until: this.now + PATIENCE.firstRetry });
  }

  #setStream(stream: StreamState): void {
    if (stream === "live" && this.next.stream !== "live") this.set({ reconnectedAt: this.now });
    this.set({ stream });
    if (stream === "ended") {
      this.do({ type: "unlink" });
      this.link({ name: "none", until: null });
    } else if (this.next.link.name === "made") {
      this.link({ name: "made", until: this.answerBy });
    } else if (stream === "live" && this.next.link.name === "none") {
      // The server asks for a link, unless it was restarted and assumes that there is one.
      this.link({ name: "none", until: this.next.link.until ?? this.now + PATIENCE.firstRetry });
    }
  }

  #details(details: StreamDetails): void {
    const wasQueued = isQueued(this.next);
    const wasQuiet = isQuiet(this.next);
    this.set({ details });
    if (isQuiet(this.next) !== wasQuiet) this.expectSilence(!wasQuiet);
    if (isQueued(this.next) === wasQueued || this.next.link.name !== "made") return;
    this.link({ name: "made", until: this.answerBy });
  }

  #closed(code: number): void {
    if (code === CLOSE.replaced.code) {
      this.set({ contact: "replaced", ticket: null });
      this.do({ type: "unlink" });
      return this.link({ name: "none", until: null });
    }
    switch (this.next.refusal) {
      case "ticket-refused":
        // The server no longer knows this peer: join as a new one, with a new link.
        this.set({ contact: "connecting", refusal: null, ticket: null });
        this.newLink();
        return this.do({ type: "connect", delay: 0 });
      case "stream-full":
      case "server-full":
      case "too-many":
        // Keep the ticket: a link from before a server restart may still carry media.
        this.set({ contact: "lost" });
        if (this.next.ticket === null) this.newLink();
        return this.do({ type: "connect", delay: this.next.retryAfter ?? PATIENCE.full });
      default:
        this.set({ contact: "over", ticket: null });
    }
  }

  #leave(contact: WatchMachine["contact"]): void {
    this.#reset({ contact });
    this.do({ type: "leave" });
  }

  #removed(): void {
    this.#reset({ contact: "over", refusal: "removed" });
    this.do({ type: "stay-away" });
  }

  /** Forgets all but the link's number, so that late events of an old link are not taken for a new one's. */
  #reset(change: Partial<WatchMachine>): void {
    this.next = { ...START, linkId: this.next.linkId };
    this.set(change);
  }
}
