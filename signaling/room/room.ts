/**
 * One stream's room: who broadcasts, who watches, who forwards, what is under way between them. An event and the time go in, the next room
 * and the effects come out. No sockets, timers, clock or randomness. A step takes over the room that it is given: a copy of
 * its viewers for each message would cost more than all else.
 *
 * What holds after every step, cited where it is kept:
 *  R1  At most one broadcaster has the seat; a newer one replaces it.
 *  R2  A message goes only between a viewer of this room and the source that was handed its offer; `from` is the peer that
 *      sent it.
 *  R3  Only a peer that is present (its socket is open) is sent anything, and nothing before it is admitted.
 *  R4  A source has at most `offersInFlight` unanswered offers, at most one of each viewer, who has one at one source.
 *  R5  Nothing is passed on for a negotiation other than the one that the link is at.
 *  R6  Every wait ends: offers, absent peers and an empty seat have deadlines.
 *  R7  Only viewers with a slot have their offers handed over. Slots are given within the capacity, to who came first of those here, and kept
 *      until its viewer goes or the stream ends.
 *  R8  Who was removed does not come back.
 *  R9  A source that goes takes only its own links with it: their viewers are asked for new ones, the others hear nothing.
 *  R10 An SFU is a viewer of the broadcaster, but neither counted nor queued as one.
 */
import { publish, resumeBroadcaster, resumeViewer, sourceJoined, watch } from "./join.ts";
import { Draft } from "./draft.ts";
import { away, expire } from "./leave.ts";
import { giveSlots } from "./queue.ts";
import type { Room, RoomEvent, RoomLimits, Step } from "./model.ts";
import { handOver } from "./offers.ts";
import { fromBroadcaster, fromSfu, fromViewer } from "./messages.ts";
import { tellNews } from "./updates.ts";

/** The next room, and what is to be done. The room before is no more. */
export function step(room: Room, event: RoomEvent, now: number, limits: RoomLimits): Step {
  const draft = new Draft(room, now, limits);
  // Who is away is told nothing any more, not even what is overdue (R3).
  if (event.type === "away") away(draft, event.peer, event.since ?? now);
  expire(draft);
  if (event.type !== "away") apply(draft, event);
  giveSlots(draft);
  handOver(draft);
  tellNews(draft);
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
