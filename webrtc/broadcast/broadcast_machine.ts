/**
 * The broadcaster's side as a state machine: takes an event and its time, returns the next state and actions. Pure. The table
 * is in `signaling/PROTOCOL.md`, "How a broadcaster recovers".
 *
 * Viewers repair their links. The broadcaster keeps a link until its viewer has left.
 */
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import {
  type Description,
  isSameDescription,
  tidyDescription,
} from "@/signaling/protocol/description.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import type { ToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import type { Outage } from "@/signaling/protocol/outage.ts";
import {
  type BroadcastAction,
  type BroadcastEvent,
  type BroadcastMachine,
  OFF_AIR,
} from "./broadcast_model.ts";
import type { Machine, Step } from "../machine_runner.ts";
import {
  type BroadcastProblem,
  type BroadcastState,
  type Device,
  DEVICES,
  type Faults,
  type Source,
} from "../states.ts";

const SOCKET_EVENTS = new Set<BroadcastEvent["type"]>(["opened", "received", "lost", "closed"]);

/** How long a socket may be lost before the page says so, in milliseconds. */
export const QUIET_LOSS = 2_000;
/** How long to wait before asking a full server again for our seat, in milliseconds. */
const FULL_RETRY = 5_000;
/**
 * Bad input may be a fault of this page that one viewer provokes, and must not end the broadcast for the others. In
 * milliseconds; `delays` are those before each attempt to resume, and all of them are within the time that a seat is kept.
 */
const BAD_INPUT = {
  delays: [1_000, 2_000, 4_000, 8_000, 16_000],
  forgottenAfter: 300_000,
} as const;
/** The number of failed links that mean that nobody sees the broadcast. One alone may be its viewer's fault. */
const ISOLATED_AFTER = 2;

export type BroadcastStep = Step<BroadcastMachine, BroadcastAction>;

/** When the machine needs its next `tick`, or null. */
export function broadcastDeadline({ state, lostAt }: BroadcastMachine): number | null {
  return state.name === "live" && !state.reconnecting && lostAt !== null
    ? lostAt + QUIET_LOSS
    : null;
}

/** @param now milliseconds since 1970, on a clock that does not go back */
export function broadcastStep(
  machine: BroadcastMachine,
  event: BroadcastEvent,
  now: number,
): BroadcastStep {
  const after = apply(machine, event, now);
  const markerAction = event.type === "stop"
    ? { type: "unmark" } as const
    : markerActionFor(machine.state, after.machine.state);
  return markerAction === null ? after : { ...after, actions: [markerAction, ...after.actions] };
}

export const BROADCAST: Machine<BroadcastMachine, BroadcastEvent, BroadcastAction> = {
  start: OFF_AIR,
  step: broadcastStep,
  deadline: broadcastDeadline,
};

/** What to do with the marker that this browser is live (`live_marker.ts`). */
function markerActionFor(before: BroadcastState, after: BroadcastState): BroadcastAction | null {
  const [wasLive, isLive] = [before, after].map(({ name }) => name === "live");
  if (wasLive === isLive) return null;
  if (isLive) return { type: "mark" };
  // A newer tab that took over has set the marker for itself. A page that goes away leaves it for the next.
  const isLeft = after.name === "replaced" || after.name === "idle";
  return { type: isLeft ? "leave-mark" : "unmark" };
}

function apply(machine: BroadcastMachine, event: BroadcastEvent, now: number): BroadcastStep {
  const { state } = machine;
  const hasSocket = state.name === "claiming" || state.name === "live";
  if (!hasSocket && SOCKET_EVENTS.has(event.type)) return stay(machine); // a late event of a closed socket
  switch (event.type) {
    case "remembered":
      return state.name === "idle" ? to(machine, { name: "resumable" }) : stay(machine);
    case "start":
      return to(
        { ...off(machine), acceptsMissing: event.acceptsMissing ?? false },
        { name: "asking" },
        { type: event.afresh ? "release" : "hang-up" },
        { type: "capture" },
      );
    case "stop":
      return to(off(machine), stopped(machine, now), { type: "goodbye" }, { type: "release" });
    case "leave":
      return to(off(machine), { name: "idle" }, { type: "release" });
    case "captured":
      return state.name === "asking"
        ? captured(machine, event.faults, event.sources)
        : stay(machine);
    case "not-captured":
      return state.name === "asking" ? fail(machine, event.problem) : stay(machine);
    case "unfit":
      return state.name === "idle" ? fail(machine, event.problem) : stay(machine);
    case "link":
      return link(machine, event.works);
    case "preview":
      return preview(machine, event.on);
    case "device":
      return device(machine, event.device, event.present);
    case "opened":
      return stay(machine, { type: machine.ticket === null ? "publish" : "resume" });
    case "describe":
      return describe(machine, tidyDescription({ ...machine.description, ...event.changed }));
    case "remove":
      return remove(machine, event.peer);
    case "received":
      return received(machine, event.message, now);
    case "lost":
      return lost(machine, event.outage ?? "unreachable", now);
    case "closed":
      return closed(machine, event.code, event.suggestion, now);
    case "tick": {
      const due = broadcastDeadline(machine);
      if (state.name !== "live" || due === null || due > now) return stay(machine);
      return to(machine, { ...state, reconnecting: true });
    }
    default:
      return event satisfies never;
  }
}

function captured(
  machine: BroadcastMachine,
  faults: Faults,
  sources: readonly Source[],
): BroadcastStep {
  const missing = DEVICES.filter((device) => faults[device] !== undefined);
  if (missing.length === 0 || (machine.acceptsMissing && sources.length > 0)) {
    return to({ ...machine, missing }, { name: "claiming" }, { type: "connect", delay: 0 });
  }
  const lacking = { name: "lacking" as const, faults, captured: sources };
  return sources.length > 0
    ? to(off(machine), lacking)
    : to(off(machine), lacking, { type: "release" });
}

/** A change of the preview by the person ends the report of an earlier failure. */
function preview(machine: BroadcastMachine, on: boolean): BroadcastStep {
  const { state } = machine;
  const isOver = on
    ? state.name === "lacking" || state.name === "failed" || state.name === "replaced"
    : state.name === "lacking" && state.captured.length > 0;
  return isOver ? to(off(machine), { name: "idle" }) : stay(machine);
}

function received(machine: BroadcastMachine, message: ToBroadcaster, now: number): BroadcastStep {
  if (message.type === "error") {
    return stay({ ...machine, refusal: message.code, retryAfter: message.retryAfter ?? null });
  }
  if (message.type === "left") return stay(without(machine, [message.peer]));
  if (message.type === "viewers") {
    const { count: viewers, waiting } = message;
    return stay({ ...machine, viewers, waiting, most: Math.max(machine.most, viewers) });
  }
  if (message.type !== "publishing") return stay(machine); // the links handle it
  const { state, viewers, waiting, most } = machine;
  const { key, left, ticket, elapsed } = message;
  // A `remove` just before the socket closed may be lost: send it once more.
  const { description, failures, removing } = without(machine, left);
  // The broadcast may have begun before this page was loaded or the server was restarted.
  const since = Math.min(now - elapsed, state.name === "live" ? state.since : Infinity);
  const { missing, isolated } = state.name === "live"
    ? state
    : { missing: machine.missing, isolated: false };
  return {
    machine: {
      ...OFF_AIR,
      description,
      failures,
      viewers,
      waiting,
      most,
      badInput: machine.badInput,
      ticket,
      state: { name: "live", since, missing, isolated, reconnecting: false, outdated: false },
    },
    actions: [
      ...(key === null ? [] : [{ type: "keep-key", key } as const]),
      ...(left.length === 0 ? [] : [{ type: "close-links", peers: left } as const]),
      ...(removing.length === 0 ? [] : [{ type: "remove", peers: removing } as const]),
    ],
  };
}

/** The socket has closed or does not open. The client is reconnecting. The links do not need it. */
function lost(machine: BroadcastMachine, outage: Outage, now: number): BroadcastStep {
  const { state } = machine;
  if (state.name === "claiming") return fail(machine, outage); // tell the person rather than wait
  if (state.name !== "live") return stay(machine);
  const lostAt = machine.lostAt ?? now;
  return to({ ...machine, lostAt }, { ...state, outdated: outage === "outdated" });
}

/** The socket has closed, and the client does not reconnect by itself. */
function closed(
  machine: BroadcastMachine,
  code: number,
  suggestion: string,
  now: number,
): BroadcastStep {
  if (code === CLOSE.replaced.code) {
    return to(off(machine), { name: "replaced" }, { type: "release" });
  }
  if (code === CLOSE.badInput.code && machine.state.name === "live") {
    return closedForBadInput(machine, now);
  }
  const { refusal, retryAfter, state } = machine;
  switch (refusal) {
    case "ticket-refused":
      // The server has not kept the seat: claim it again as its owner. Viewers then make new links in place of the old ones.
      return stay({ ...machine, ticket: null, refusal: null }, { type: "connect", delay: 0 });
    case "stream-taken":
      return to(off(machine), { name: "taken", suggestion }, { type: "release" });
    case "server-full":
    case "too-many":
      if (state.name === "live") {
        const delay = retryAfter ?? FULL_RETRY;
        return stay({ ...machine, refusal: null }, { type: "connect", delay });
      }
      return fail(machine, refusal);
    case "key-required":
      return fail(machine, "key-required");
    default:
      return fail(machine, "unexpected");
  }
}

function closedForBadInput(machine: BroadcastMachine, now: number): BroadcastStep {
  const { badInput, lostAt } = machine;
  const before = now - badInput.at < BAD_INPUT.forgottenAfter ? badInput.times : 0;
  const delay = BAD_INPUT.delays.at(before);
  if (delay === undefined) return fail(machine, "unexpected");
  const changed = {
    refusal: null,
    lostAt: lostAt ?? now,
    badInput: { times: before + 1, at: now },
  };
  return stay({ ...machine, ...changed }, { type: "connect", delay });
}

function device(machine: BroadcastMachine, which: Device, present: boolean): BroadcastStep {
  const { state } = machine;
  const change = (missing: readonly Device[]) => {
    const others = missing.filter((device) => device !== which);
    return present ? others : [...others, which];
  };
  if (state.name === "claiming") return stay({ ...machine, missing: change(machine.missing) });
  if (state.name !== "live") return stay(machine);
  return to(machine, { ...state, missing: change(state.missing) });
}

function link(machine: BroadcastMachine, works: boolean): BroadcastStep {
  const { state } = machine;
  if (state.name !== "live") return stay(machine);
  const failures = works ? 0 : machine.failures + 1;
  return to({ ...machine, failures }, { ...state, isolated: failures >= ISOLATED_AFTER });
}

/** The next hello contains the description too, because the message may be lost now. */
function describe(machine: BroadcastMachine, description: Description): BroadcastStep {
  if (isSameDescription(description, machine.description)) return stay(machine);
  const { name } = machine.state;
  const actions = name === "claiming" || name === "live" ? [{ type: "describe" } as const] : [];
  return stay({ ...machine, description }, ...actions);
}

function remove(machine: BroadcastMachine, peer: string): BroadcastStep {
  if (machine.state.name !== "live") return stay(machine);
  const removing = [...without(machine, [peer]).removing, peer].slice(-LIMITS.viewers);
  const peers = [peer];
  return stay({ ...machine, removing }, { type: "close-links", peers }, { type: "remove", peers });
}

function without(machine: BroadcastMachine, gone: readonly string[]): BroadcastMachine {
  const removing = machine.removing.filter((peer) => !gone.includes(peer));
  return { ...machine, removing };
}

function stopped({ state, most }: BroadcastMachine, now: number): BroadcastState {
  return state.name === "live"
    ? { name: "ended", lasted: Math.max(0, now - state.since), most }
    : { name: "idle" };
}

function off({ description }: BroadcastMachine): BroadcastMachine {
  return { ...OFF_AIR, description };
}

function fail(machine: BroadcastMachine, problem: BroadcastProblem): BroadcastStep {
  const { retryAfter } = machine;
  const failed = { name: "failed" as const, problem };
  const state = retryAfter === null ? failed : { ...failed, retryAfter };
  return to(off(machine), state, { type: "release" });
}

function stay(machine: BroadcastMachine, ...actions: BroadcastAction[]): BroadcastStep {
  return { machine, actions };
}

function to(
  machine: BroadcastMachine,
  state: BroadcastState,
  ...actions: BroadcastAction[]
): BroadcastStep {
  return { machine: { ...machine, state }, actions };
}
