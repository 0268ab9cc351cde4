/**
 * One stream's room: its broadcaster, viewers and SFUs, and the negotiations between them. `step` takes a room, an
 * event and the time, and returns the next room and the effects. It uses no sockets, timers, clock or randomness. It
 * changes the viewers of the given room in place, because a copy for each message would cost more than everything else.
 *
 * Rules that hold after every step, cited in the code that keeps them:
 *  R1  At most one broadcaster has the seat; a newer one replaces it.
 *  R2  A message goes only between a viewer of this room and the source that was handed its offer; `from` is the peer
 *      that sent it.
 *  R3  Only a peer that is present (its socket is open) is sent anything, and nothing before it is admitted.
 *  R4  A source has at most `offersInFlight` unanswered offers. A viewer has at most one, at one source.
 *  R5  Nothing is passed on for a negotiation other than the link's current one.
 *  R6  Every wait ends: offers, absent peers and an empty seat have deadlines.
 *  R7  Only viewers with a slot have their offers handed over. Slots are given within the capacity, to the present
 *      viewers that arrived first. A viewer keeps its slot until it goes or the stream ends.
 *  R8  A removed viewer does not come back.
 *  R9  A source that goes takes only its own links with it: their viewers are asked for new ones, and other viewers get
 *      no message.
 *  R10 An SFU is a viewer of the broadcaster, but neither counted nor queued as one.
 */
import { publish, resumeBroadcaster, resumeViewer, sourceJoined, watch } from "./join.ts";
import { Draft } from "./draft.ts";
import { expire, markAway } from "./leave.ts";
import { assignSlots } from "./queue.ts";
import type { Room, RoomEvent, RoomLimits, Step } from "./model.ts";
import { handOver } from "./offers.ts";
import { fromBroadcaster, fromSfu, fromViewer } from "./messages.ts";
import { sendUpdates } from "./updates.ts";

/** Runs one event. Do not use the given room again. */
export function step(room: Room, event: RoomEvent, now: number, limits: RoomLimits): Step {
  const draft = new Draft(room, now, limits);
  // Before `expire`: an absent peer is sent nothing, not even what is overdue (R3).
  if (event.type === "away") markAway(draft, event.peer, event.since ?? now);
  expire(draft);
  if (event.type !== "away") apply(draft, event);
  assignSlots(draft);
  handOver(draft);
  sendUpdates(draft);
  return draft.done();
}

function apply(draft: Draft, event: Exclude<RoomEvent, { type: "away" }>): void {
  switch (event.type) {
    case "publish":
      return publish(draft, event);
    case "watch":
      return watch(draft, event);
    case "resume":
      return event.role === "viewer" ? resumeViewer(draft, event) : resumeBroadcaster(draft, event);
    case "source-joined":
      return sourceJoined(draft, event);
    case "source":
      return fromSfu(draft, event.peer, event.message);
    case "viewer":
      return fromViewer(draft, event.peer, event.message);
    case "broadcaster":
      return fromBroadcaster(draft, event.peer, event.message);
    case "tick":
      return;
    default:
      return event satisfies never;
  }
}
