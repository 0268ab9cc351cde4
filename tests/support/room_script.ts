/** Random lives of a room: actions that fast-check draws, and how they become events. */
import fc from "fast-check";
import {
  createRoom,
  deadline,
  type Effect,
  isIdle,
  type PeerId,
  type Room,
  type RoomEvent,
  type RoomLimits,
  type Step,
} from "@/signaling/room_model.ts";
import { type Description, NO_DESCRIPTION } from "@/signaling/protocol.ts";
import { candidates, sdp } from "./messages.ts";
import { Violation, Witness } from "./room_witness.ts";

/** Small, so that short scripts reach the bounds. */
export const SMALL_LIMITS: RoomLimits = {
  viewers: 4,
  viewerWindow: 30_000,
  countedFor: 10_000,
  broadcasterWindow: 60_000,
  offerFresh: 30_000,
  offersInFlight: 2,
  answerTimeout: 10_000,
  aboutEvery: 1_000,
};

export type StepFunction = (room: Room, event: RoomEvent, now: number, limits: RoomLimits) => Step;

const KINDS = [
  { weight: 2, arbitrary: fc.constantFrom("publish", "stop", "intrude", "tick") },
  { weight: 2, arbitrary: fc.constantFrom("broadcasterAway", "broadcasterBack") },
  { weight: 6, arbitrary: fc.constantFrom("watch", "watch", "leave", "away", "back", "wait") },
  { weight: 1, arbitrary: fc.constant("toDeadline") },
  { weight: 6, arbitrary: fc.constantFrom("offer", "trickle", "trickle", "push", "push") },
  { weight: 1, arbitrary: fc.constantFrom("decline", "remove") },
  { weight: 2, arbitrary: fc.constant("describe") },
  { weight: 4, arbitrary: fc.constant("answer") },
] as const;

/** `who` picks a peer, `how` a variant; both are taken modulo what there is. */
const action = fc.record({
  do: fc.oneof(...KINDS),
  who: fc.noBias(fc.nat(11)),
  how: fc.noBias(fc.nat(5)),
});
export type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

export const scripts = fc.array(action, { minLength: 1, maxLength: 280, size: "max" });

/** Peers that a server before this one knew. Their tickets are good here. */
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
 * Plays a script on a room and watches every step; then lets everyone be answered, and everyone go.
 * @returns how many steps it took
 * @throws Violation if a step breaks a rule
 */
export function check(step: StepFunction, script: readonly Action[]): number {
  const play = new Play(step);
  for (const each of script) play.act(each);
  play.finish();
  return play.steps;
}

class Play {
  steps = 0;
  #room: Room = createRoom("live", 0);
  #now = 0;
  #serial = 0;
  readonly #witness = new Witness("live", SMALL_LIMITS);
  /** Who holds the seat by its ticket: access.ts knows. */
  #holder: PeerId | null = "formerB";
  /** Everyone who ever was a viewer here. */
  readonly #cast: PeerId[] = [...FORMER];

  constructor(readonly step: StepFunction) {}

  #do(event: RoomEvent): void {
    this.steps++;
    try {
      const { room, effects } = this.step(this.#room, event, this.#now, SMALL_LIMITS);
      this.#room = room;
      this.#witness.observe(event, this.#now, effects);
      if (effects.some(({ type }: Effect) => type === "vacate")) this.#holder = null;
      if (event.type === "publish") this.#holder = event.peer;
      const at = deadline(room);
      const { deadline: must, lookout } = this.#witness;
      if (at !== must && at !== lookout) {
        throw new Violation(`the room wakes at ${at}, not at ${must}`);
      }
      if (isIdle(room) !== this.#witness.idle) {
        throw new Violation("idle with peers, or not without");
      }
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      const said = `${error.message}\n  after ${JSON.stringify(event)} at ${this.#now} ms`;
      throw new Violation(said, { cause: error });
    }
  }

  act({ do: kind, who, how }: Action): void {
    const witness = this.#witness;
    const viewers = [...witness.viewers.keys()];
    const present = viewers.filter((peer) => witness.viewers.get(peer)?.until === null);
    const viewer = present.at(who % Math.max(1, present.length));
    const broadcaster = witness.live?.peer;
    switch (kind) {
      case "tick":
        return this.#do({ type: "tick" });
      case "wait":
        this.#now += WAITS[how % WAITS.length];
        return;
      case "toDeadline": {
        const at = witness.deadline;
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
        return this.#do({ type: "watch", peer, offer });
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
        const pool = how > 0 && viewers.length > 0 ? viewers : this.#cast; // now and then one who is gone
        const message = { type: "remove", peer: pool[who % pool.length] } as const;
        if (broadcaster) this.#do({ type: "broadcaster", peer: broadcaster, message });
        return;
      }
      case "stop":
        return broadcaster && how === 0
          ? this.#do({ type: "broadcaster", peer: broadcaster, message: { type: "stop" } })
          : undefined;
      case "intrude":
        return this.#intrude(who, how);
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
        if (broadcaster) this.#broadcasterSays(kind, broadcaster, viewers, who, how);
        return;
      default:
        return kind satisfies never;
    }
  }

  #new(prefix: string): PeerId {
    return `${prefix}${this.#serial++}`;
  }

  #broadcasterBack(who: number, how: number): void {
    const { broadcaster } = this.#witness;
    // Without the seat's ticket the hub lets nobody come this far, unless the room can tell by itself.
    const peer = how === 0 && broadcaster ? "formerB" : this.#holder;
    if (peer === null) return;
    const rebuild = this.#now <= SMALL_LIMITS.broadcasterWindow;
    const hello = { negotiation: 0, linked: false } as const;
    const said = { rebuild, description: description(who, how) } as const;
    this.#do({ type: "resume", role: "broadcaster", peer, ...hello, ...said });
  }

  #viewerBack(peer: PeerId, how: number): void {
    const negotiation = this.#witness.viewers.get(peer)?.newest ?? 3;
    const hello = { negotiation, linked: how > 1, description: NO_DESCRIPTION } as const;
    this.#do({ type: "resume", role: "viewer", peer, ...hello, rebuild: false });
  }

  #offer(peer: PeerId, growth: number): void {
    const negotiation = (this.#witness.viewers.get(peer)?.newest ?? 0) + growth;
    const text = sdp(`${peer}-${negotiation}-${this.#serial++}`);
    const message = { type: "offer", negotiation, restart: growth > 2, sdp: text } as const;
    this.#do({ type: "viewer", peer, message });
  }

  #trickle(peer: PeerId, how: number): void {
    const { newest = 0, link = null } = this.#witness.viewers.get(peer) ?? {};
    const negotiation = how === 0 ? newest + 1 : how < 4 ? newest : link?.negotiation ?? newest - 1;
    const list = candidates([1, 3, 20, 40, 64, 1][how], `${peer}-${this.#serial++}-`);
    this.#do({
      type: "viewer",
      peer,
      message: { type: "candidates", negotiation, candidates: list },
    });
  }

  #broadcasterSays(
    kind: "answer" | "decline" | "push",
    peer: PeerId,
    viewers: readonly PeerId[],
    who: number,
    how: number,
  ): void {
    const open = viewers.filter((id) => this.#witness.viewers.get(id)?.link?.answerBy != null);
    // Mostly to whom it should; now and then to anyone, or to one who is not there.
    const pool = how < 4 && open.length > 0 ? open : [...viewers, "nobody", this.#cast[0]];
    const to = pool[who % pool.length];
    const link = this.#witness.viewers.get(to)?.link;
    const negotiation = (link?.negotiation ?? 1) + (how === 5 && kind !== "push" ? -1 : 0);
    if (kind === "push") {
      const list = candidates([1, 5, 20, 40, 64, 2][how], `b-${this.#serial++}-`);
      const message = { type: "candidates", to, negotiation, candidates: list } as const;
      this.#do({ type: "broadcaster", peer, message });
    } else if (kind === "answer") {
      const text = sdp(`answer-${this.#serial++}`);
      const message = { type: "answer", to, negotiation, sdp: text } as const;
      this.#do({ type: "broadcaster", peer, message });
    } else {
      this.#do({ type: "broadcaster", peer, message: { type: "decline", to, negotiation } });
    }
  }

  /** Messages of peers that were never here, have left, were replaced, or have the other role. */
  #intrude(who: number, how: number): void {
    const witness = this.#witness;
    const viewers = [...witness.viewers.keys()];
    const to = viewers.at(who % Math.max(1, viewers.length)) ?? "nobody";
    const negotiation = witness.viewers.get(to)?.link?.negotiation ?? 1;
    const strangers = this.#cast.filter((peer) => !witness.viewers.has(peer));
    const stranger = strangers.at(who % Math.max(1, strangers.length)) ?? "stranger";
    const viewer = viewers.find((peer) => peer !== to && witness.open.has(peer)) ?? "stranger";
    const broadcaster = witness.live?.peer ?? "stranger";
    const text = sdp(`intruder-${this.#serial++}`);
    const answer = { type: "answer", to, negotiation, sdp: text } as const;
    const trickle = { type: "candidates", negotiation, candidates: candidates(1) } as const;
    const events: RoomEvent[] = [
      { type: "broadcaster", peer: stranger, message: answer },
      { type: "broadcaster", peer: viewer, message: { ...trickle, to } },
      { type: "broadcaster", peer: viewer, message: { type: "stop" } },
      { type: "viewer", peer: broadcaster, message: trickle },
      {
        type: "viewer",
        peer: stranger,
        message: { type: "offer", negotiation: 99, restart: false, sdp: text },
      },
      { type: "away", peer: stranger },
    ];
    this.#do(events[how]);
  }

  /** Everyone is let in; everyone who waits is answered; then everyone goes, and nothing is left. */
  finish(): void {
    const witness = this.#witness;
    if (!witness.live) this.act({ do: "publish", who: 0, how: 0 });
    this.act({ do: "describe", who: 0, how: CAPACITIES.indexOf(null) });
    for (let round = 0; round < 20; round++) {
      for (const [peer, { until, link, mood }] of [...witness.viewers]) {
        if (witness.live && link?.answerBy != null) {
          this.#broadcasterSays("answer", witness.live.peer, [peer], 0, 0);
        } else if (until === null && (mood === "asked" || mood === "declined")) {
          this.#offer(peer, 1);
        }
      }
    }
    for (const [peer, { until, mood }] of witness.viewers) {
      if (until === null && mood !== "answered") throw new Violation(`${peer} was never answered`);
    }
    const [first, ...rest] = [...witness.viewers].filter(([, { until }]) => until === null);
    if (first) this.#do({ type: "viewer", peer: first[0], message: { type: "leave" } });
    for (const [peer] of rest) this.#do({ type: "away", peer });
    if (witness.live) this.#do({ type: "away", peer: witness.live.peer });
    for (let ticks = 0; deadline(this.#room) !== null && ticks < 100; ticks++) {
      this.#now = Math.max(this.#now, deadline(this.#room) ?? 0);
      this.#do({ type: "tick" });
    }
    if (!isIdle(this.#room)) throw new Violation("everyone has gone, and the room stays");
  }
}
