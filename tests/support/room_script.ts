/** Plays random scripts on a room: turns each action into an event. */
import {
  createRoom,
  deadline,
  type Effect,
  isIdle,
  type PeerId,
  type Room,
  type RoomEvent,
  type RoomLimits,
  type SourceMessage,
  type Step,
} from "@/signaling/room/model.ts";
import { type Description, NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import { candidates, sdp } from "./messages.ts";
import type { Action } from "./room_actions.ts";
import { intrusions, sourceIntrusions } from "./room_intruders.ts";
import { RoomChecker, Violation } from "./room_checker.ts";

/** Small limits, so that short scripts reach them. */
export const SMALL_LIMITS: RoomLimits = {
  viewers: 4,
  sfus: 2,
  viewerWindow: 30_000,
  countedFor: 10_000,
  broadcasterWindow: 60_000,
  offerFresh: 30_000,
  offersInFlight: 2,
  answerTimeout: 10_000,
  detailsEvery: 1_000,
};

export type StepFunction = (room: Room, event: RoomEvent, now: number, limits: RoomLimits) => Step;

/** Peers with valid tickets of a server before the restart. */
const FORMER = ["former0", "former1", "former2"];
const CAPACITIES = [0, 1, 1, 2, 3, null];
const TITLES = ["推拉", "Tuila", null];
const MEDIA = [{}, { media: { picture: "hidden", sound: "on" } }] as const;

function description(who: number, how: number): Description {
  return {
    title: TITLES[who % TITLES.length],
    capacity: CAPACITIES[how % CAPACITIES.length],
    ...MEDIA[(who + how) % MEDIA.length],
  };
}

const WAITS = [1, 200, 3_000, 9_999, 20_000, 70_000];

/**
 * Plays a script on a room and checks every step. Then answers all viewers, and lets all peers leave.
 * @returns how many steps it took
 * @throws Violation if a step breaks a rule
 */
export function check(step: StepFunction, script: readonly Action[]): number {
  const play = new Play(step);
  for (const action of script) play.act(action);
  play.finish();
  return play.steps;
}

class Play {
  steps = 0;
  #room: Room = createRoom("live", 0);
  #now = 0;
  #serial = 0;
  readonly #checker = new RoomChecker("live", SMALL_LIMITS);
  /** The peer whose ticket is valid for the seat, as access.ts would know it. */
  #holder: PeerId | null = "formerB";
  /** All peers that were ever viewers here. */
  readonly #cast: PeerId[] = [...FORMER];
  /** All SFUs that were ever here. */
  readonly #sfus: PeerId[] = ["formerSfu"];

  constructor(readonly step: StepFunction) {}

  #do(event: RoomEvent): void {
    this.steps++;
    try {
      const { room, effects } = this.step(this.#room, event, this.#now, SMALL_LIMITS);
      this.#room = room;
      this.#checker.observe(event, this.#now, effects);
      if (effects.some(({ type }: Effect) => type === "vacate")) this.#holder = null;
      if (event.type === "publish") this.#holder = event.peer;
      const at = deadline(room);
      const { deadline: expected, lateDeadline } = this.#checker;
      if (at !== expected && at !== lateDeadline) {
        throw new Violation(`the room wakes at ${at}, not at ${expected}`);
      }
      if (isIdle(room) !== this.#checker.idle) {
        throw new Violation("idle with peers, or not without");
      }
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      const message = `${error.message}\n  after ${JSON.stringify(event)} at ${this.#now} ms`;
      throw new Violation(message, { cause: error });
    }
  }

  act({ do: kind, who, how }: Action): void {
    const checker = this.#checker;
    const viewers = [...checker.viewers.keys()];
    const present = viewers.filter((peer) => checker.viewers.get(peer)?.until === null);
    const viewer = present.at(who % Math.max(1, present.length));
    const broadcaster = checker.live?.peer;
    switch (kind) {
      case "tick":
        return this.#do({ type: "tick" });
      case "wait":
        this.#now += WAITS[how % WAITS.length];
        return;
      case "toDeadline": {
        const at = checker.deadline;
        if (at === null) return;
        this.#now = Math.max(this.#now, at - 1 + (how % 3)); // just before, at, just after
        return this.#do({ type: "tick" });
      }
      case "publish": {
        const peer = this.#new("b");
        return this.#do({
          type: "publish",
          peer,
          description: description(who, how),
        });
      }
      case "watch": {
        const peer = this.#new("v");
        this.#cast.push(peer);
        const offer = { negotiation: how, sdp: sdp(`${peer}-${how}`) };
        return this.#do({ type: "watch", peer, network: "1", offer });
      }
      case "broadcasterAway":
        if (broadcaster) this.#do({ type: "away", peer: broadcaster });
        return;
      case "broadcasterBack":
        return this.#broadcasterBack(who, how);
      case "back":
        return this.#viewerBack(this.#cast[this.#cast.length - 1 - who % this.#cast.length], how);
      case "describe": {
        const message = { type: "describe", ...description(who, how) } as const;
        if (broadcaster) this.#do({ type: "broadcaster", peer: broadcaster, message });
        return;
      }
      case "remove": {
        const pool = how > 0 && viewers.length > 0 ? viewers : this.#cast; // sometimes one that left
        const message = { type: "remove", peer: pool[who % pool.length] } as const;
        if (broadcaster) this.#do({ type: "broadcaster", peer: broadcaster, message });
        return;
      }
      case "stop":
        return broadcaster && how === 0
          ? this.#do({ type: "broadcaster", peer: broadcaster, message: { type: "stop" } })
          : undefined;
      case "intrude":
        return this.#do(intrusions(checker, this.#cast, who)[how]);
      case "away":
        if (viewer) this.#do({ type: "away", peer: viewer });
        return;
      case "leave":
        if (viewer) this.#do({ type: "viewer", peer: viewer, message: { type: "leave" } });
        return;
      case "offer":
        if (viewer) this.#offer(viewer, how - 1);
        return;
      case "trickle":
        if (viewer) this.#trickle(viewer, how);
        return;
      case "answer":
      case "decline":
      case "push":
        return this.#sourceSays(kind, viewers, who, how);
      case "sfuJoins": {
        if (how < 3) this.#sfus.push(this.#new("sfu"));
        const peer = this.#sfus[this.#sfus.length - 1 - (how < 3 ? 0 : who % this.#sfus.length)];
        const negotiation = checker.viewers.get(peer)?.newest ?? 2;
        return this.#do({ type: "source-joined", peer, negotiation, linked: how % 3 === 2 });
      }
      case "sfuAway": {
        const peer = this.#sfu(who);
        if (checker.open.has(peer)) this.#do({ type: "away", peer });
        return;
      }
      case "sfuLeaves":
        return this.#do({ type: "viewer", peer: this.#sfu(who), message: { type: "leave" } });
      case "sfuIntrudes":
        return this.#do(sourceIntrusions(checker, this.#sfus, who)[how]);
      default:
        return kind satisfies never;
    }
  }

  #new(prefix: string): PeerId {
    return `${prefix}${this.#serial++}`;
  }

  #broadcasterBack(who: number, how: number): void {
    const { broadcaster } = this.#checker;
    // The hub checks the ticket first. Only a broadcaster that the room itself can refuse comes here without one.
    const peer = how === 0 && broadcaster ? "formerB" : this.#holder;
    if (peer === null) return;
    const rebuild = this.#now <= SMALL_LIMITS.broadcasterWindow;
    const hello = { negotiation: 0, linked: false } as const;
    const rest = { rebuild, description: description(who, how) } as const;
    this.#do({ type: "resume", role: "broadcaster", peer, network: "1", ...hello, ...rest });
  }

  #viewerBack(peer: PeerId, how: number): void {
    const negotiation = this.#checker.viewers.get(peer)?.newest ?? 3;
    const hello = { negotiation, linked: how > 1, description: NO_DESCRIPTION } as const;
    this.#do({ type: "resume", role: "viewer", peer, network: "1", ...hello, rebuild: false });
  }

  #offer(peer: PeerId, growth: number): void {
    const negotiation = (this.#checker.viewers.get(peer)?.newest ?? 0) + growth;
    const text = sdp(`${peer}-${negotiation}-${this.#serial++}`);
    const message = { type: "offer", negotiation, restart: growth > 2, sdp: text } as const;
    this.#do({ type: "viewer", peer, message });
  }

  #trickle(peer: PeerId, how: number): void {
    const { newest = 0, link = null } = this.#checker.viewers.get(peer) ?? {};
    const negotiation = how === 0 ? newest + 1 : how < 4 ? newest : link?.negotiation ?? newest - 1;
    const list = candidates([1, 3, 20, 40, 64, 1][how], `${peer}-${this.#serial++}-`);
    this.#do({
      type: "viewer",
      peer,
      message: { type: "candidates", negotiation, candidates: list },
    });
  }

  /** An SFU, if possible a present one. */
  #sfu(who: number): PeerId {
    const here = this.#sfus.filter((peer) => this.#checker.open.has(peer));
    const pool = here.length > 0 ? here : this.#sfus;
    return pool[who % pool.length];
  }

  #sourceSays(
    kind: "answer" | "decline" | "push",
    viewers: readonly PeerId[],
    who: number,
    how: number,
  ): void {
    const { live } = this.#checker;
    const open = viewers.filter((id) => this.#checker.viewers.get(id)?.link?.answerBy != null);
    // Mostly a viewer with an unanswered offer; sometimes any viewer, or a peer that is not there.
    const pool = how < 4 && open.length > 0 ? open : [...viewers, "nobody", this.#cast[0]];
    const to = pool[who % pool.length];
    const { link = null, source = null } = this.#checker.viewers.get(to) ?? {};
    // Sometimes another source than the viewer's speaks.
    const peer = how === 4 && this.#sfus.length > 1 ? this.#sfu(who) : source ?? live?.peer;
    if (peer === undefined) return;
    const negotiation = (link?.negotiation ?? 1) + (how === 5 && kind !== "push" ? -1 : 0);
    if (kind === "push") {
      const list = candidates([1, 5, 20, 40, 64, 2][how], `b-${this.#serial++}-`);
      this.#says(peer, { type: "candidates", to, negotiation, candidates: list });
    } else if (kind === "answer") {
      const text = sdp(`answer-${this.#serial++}`);
      this.#says(peer, { type: "answer", to, negotiation, sdp: text });
    } else {
      this.#says(peer, { type: "decline", to, negotiation });
    }
  }

  /** A source sends a message, if its socket is open. */
  #says(peer: PeerId, message: SourceMessage): void {
    if (!this.#checker.open.has(peer)) return;
    const type = this.#sfus.includes(peer) ? "source" : "broadcaster";
    this.#do({ type, peer, message });
  }

  /** Gives every viewer a slot and an answer; then all peers leave, and the room must become idle. */
  finish(): void {
    const checker = this.#checker;
    if (!checker.live) this.act({ do: "publish", who: 0, how: 0 });
    this.act({ do: "describe", who: 0, how: CAPACITIES.indexOf(null) });
    for (let round = 0; round < 20; round++) {
      for (const [peer, { until, link, mood }] of [...checker.viewers]) {
        if (link?.answerBy != null) {
          this.#sourceSays("answer", [peer], 0, 0);
        } else if (until === null && (mood === "asked" || mood === "declined")) {
          this.#offer(peer, 1);
        }
      }
    }
    for (const [peer, { until, mood }] of checker.viewers) {
      if (until === null && mood !== "answered") throw new Violation(`${peer} was never answered`);
    }
    const [first, ...rest] = [...checker.viewers].filter(([, { until }]) => until === null);
    if (first) this.#do({ type: "viewer", peer: first[0], message: { type: "leave" } });
    for (const [peer] of rest) this.#do({ type: "away", peer });
    if (checker.live) this.#do({ type: "away", peer: checker.live.peer });
    for (let ticks = 0; deadline(this.#room) !== null && ticks < 100; ticks++) {
      this.#now = Math.max(this.#now, deadline(this.#room) ?? 0);
      this.#do({ type: "tick" });
    }
    if (!isIdle(this.#room)) throw new Violation("everyone has gone, and the room stays");
  }
}
