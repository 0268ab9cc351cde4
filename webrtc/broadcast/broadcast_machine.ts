/**
 * The broadcaster's side as a state machine: what happened and when goes in, the next state and what is to be done come
 * out. Pure. The table is in `signaling/PROTOCOL.md`, "How a broadcaster recovers".
 *
 * Links are the viewers' to mend: here they are kept for as long as their viewer has not left.
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

/** A lost socket is nothing that a person need know of, unless it lasts. In milliseconds. */
export const QUIET_LOSS = 2_000;
/** How long to wait before asking a full server again for a seat that was ours. */
const FULL_AGAIN = 5_000;
/** One link that fails may be its viewer's own fault. */
const ISOLATED_AFTER = 2;

export type BroadcastStep = Step<BroadcastMachine, BroadcastAction>;

/** When the machine must be given a `tick` next, or null. */
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
  const after = happen(machine, event, now);
  const marking = event.type === "stop"
    ? { type: "unmark" } as const
    : mark(machine.state, after.machine.state);
  return marking === null ? after : { ...after, actions: [marking, ...after.actions] };
}

export const BROADCAST: Machine<BroadcastMachine, BroadcastEvent, BroadcastAction> = {
  start: OFF_AIR,
  step: broadcastStep,
  deadline: broadcastDeadline,
};

/** The mark that this browser is live, for a page that comes after this one: `live_marker.ts`. */
function mark(before: BroadcastState, after: BroadcastState): BroadcastAction | null {
  const [wasLive, isLive] = [before, after].map(({ name }) => name === "live");
  if (wasLive === isLive) return null;
  if (isLive) return { type: "mark" };
  // Where a newer tab took over, the mark is that tab's now; a page that goes leaves it for the next.
  const isLeft = after.name === "replaced" || after.name === "idle";
  return { type: isLeft ? "leave-mark" : "unmark" };
}

function happen(machine: BroadcastMachine, event: BroadcastEvent, now: number): BroadcastStep {
  const { state } = machine;
  const hasSocket = state.name === "claiming" || state.name === "live";
  if (!hasSocket && SOCKET_EVENTS.has(event.type)) return stay(machine); // late, of one let go
  switch (event.type) {
    case "remembered":
      return state.name === "idle" ? to(machine, { name: "resumable" }) : stay(machine);
    case "start":
      return to(
        { ...off(machine), settles: event.settles ?? false },
        { name: "asking" },
        { type: event.afresh ? "release" : "hang-up" },
        { type: "capture" },
      );
    case "stop":
      return to(off(machine), stopped(machine, now), { type: "goodbye" }, { type: "release" });
    case "leave":
      return to(off(machine), { name: "idle" }, { type: "release" });
    case "captured":
      return state.name === "asking" ? captured(machine, event.faults, event.there) : stay(machine);
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
      return closed(machine, event.code, event.suggestion);
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
  there: readonly Source[],
): BroadcastStep {
  const missing = DEVICES.filter((device) => faults[device] !== undefined);
  if (missing.length === 0 || (machine.settles && there.length > 0)) {
    return to({ ...machine, missing }, { name: "claiming" }, { type: "connect", delay: 0 });
  }
  const lacking = { name: "lacking" as const, faults, there };
  return there.length > 0
    ? to(off(machine), lacking)
    : to(off(machine), lacking, { type: "release" });
}

/** What the person sets up by hand takes the place of what was said of a try before. */
function preview(machine: BroadcastMachine, on: boolean): BroadcastStep {
  const { state } = machine;
  const isOver = on
    ? state.name === "lacking" || state.name === "failed" || state.name === "replaced"
    : state.name === "lacking" && state.there.length > 0;
  return isOver ? to(off(machine), { name: "idle" }) : stay(machine);
}

function received(machine: BroadcastMachine, message: ToBroadcaster, now: number): BroadcastStep {
  if (message.type === "error") return stay({ ...machine, refusal: message.code });
  if (message.type === "left") return stay(without(machine, [message.peer]));
  if (message.type === "viewers") {
    const { count: viewers, waiting } = message;
    return stay({ ...machine, viewers, waiting, most: Math.max(machine.most, viewers) });
  }
  if (message.type !== "publishing") return stay(machine); // the links' business
  const { state, viewers, waiting, most } = machine;
  const { key, left, ticket, elapsed } = message;
  // What was said just before the socket went may have been lost with it; it is said once more, and no more than that.
  const { description, failures, removing } = without(machine, left);
  // This page may be younger than the broadcast, and so may be a server that was restarted.
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

/** The socket is gone, or does not open; the client goes on trying. The links do not need it. */
function lost(machine: BroadcastMachine, outage: Outage, now: number): BroadcastStep {
  const { state } = machine;
  if (state.name === "claiming") return fail(machine, outage); // better said than waited for
  if (state.name !== "live") return stay(machine);
  const lostAt = machine.lostAt ?? now;
  return to({ ...machine, lostAt }, { ...state, outdated: outage === "outdated" });
}

/** The socket is closed, and the client does not connect by itself any more. */
function closed(machine: BroadcastMachine, code: number, suggestion: string): BroadcastStep {
  if (code === CLOSE.replaced.code) {
    return to(off(machine), { name: "replaced" }, { type: "release" });
  }
  const { refusal, state } = machine;
  switch (refusal) {
    case "ticket-refused":
      // The seat was not kept: take it anew, as its owner. The viewers are asked for new links, which take the old ones' places.
      return stay({ ...machine, ticket: null, refusal: null }, { type: "connect", delay: 0 });
    case "stream-taken":
      return to(off(machine), { name: "taken", suggestion }, { type: "release" });
    case "server-full":
    case "store-failed":
      if (state.name === "live") {
        return stay({ ...machine, refusal: null }, { type: "connect", delay: FULL_AGAIN });
      }
      return fail(machine, refusal);
    case "key-required":
      return fail(machine, "key-required");
    default:
      return fail(machine, "unexpected");
  }
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

/** The next hello says it as well: there may be no server to hear it now. */
function describe(machine: BroadcastMachine, description: Description): BroadcastStep {
  if (isSameDescription(description, machine.description)) return stay(machine);
  const { name } = machine.state;
  const said = name === "claiming" || name === "live" ? [{ type: "describe" } as const] : [];
  return stay({ ...machine, description }, ...said);
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
  return to(off(machine), { name: "failed", problem }, { type: "release" });
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
