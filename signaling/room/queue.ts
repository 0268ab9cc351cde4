/** Counts viewers, ranks the queue, and assigns free slots. */
import type { Draft } from "./draft.ts";
import type { PeerId, Room } from "./model.ts";
import { presentSources } from "./sources.ts";

type Counted = Pick<Room, "seat" | "description" | "viewers">;

/** A snapshot of a room's counts. */
export interface ViewerCounts {
  /** How many watch, and how many wait in the queue. Absent viewers count for `RoomLimits.countedFor`. */
  readonly count: number;
  readonly waiting: number;
  /** Free slots: so many viewers at the head get one next and are not shown as queued. Infinity: no limit. */
  readonly freeSlots: number;
  /** How many are queued behind the free slots, present or away. */
  readonly queueLength: number;
  /** See `Viewers.queueExits`. */
  readonly queueExits: number;
}

export function countViewers(room: Counted): ViewerCounts {
  const { viewers } = room;
  const freeSlots = countFreeSlots(room);
  const waiting = viewers.countedBehind(freeSlots);
  const queueLength = Math.max(0, viewers.queued - freeSlots);
  return {
    count: viewers.counted - waiting,
    waiting,
    freeSlots,
    queueLength,
    queueExits: viewers.queueExits,
  };
}

/** The place of a viewer in the queue, from 1; null if it is not queued. */
export function placeOf(
  { viewers }: Counted,
  { freeSlots }: ViewerCounts,
  peer: PeerId,
): number | null {
  if (freeSlots === Infinity) return null;
  const place = viewers.rank(peer) - freeSlots;
  return place > 0 ? place : null;
}

function countFreeSlots({ seat: { state }, description: { capacity }, viewers }: Counted): number {
  if (capacity === null) return Infinity;
  if (state !== "live" && state !== "paused") return Infinity; // nothing to queue for
  return Math.max(0, capacity - viewers.slots);
}

/**
 * Gives free slots to the viewers that arrived first (R7). An absent viewer is skipped and keeps its place in the
 * queue. Without a source no slots are given, because the broadcaster that comes may set a lower capacity.
 */
export function assignSlots(draft: Draft): void {
  if (presentSources(draft).length === 0) return;
  const { viewers } = draft;
  let freeSlots = countFreeSlots(draft);
  if (freeSlots === 0 || viewers.queuedHere === 0) return;
  for (const peer of viewers.queue()) {
    const viewer = viewers.get(peer);
    if (viewer === undefined || viewer.awayUntil !== null) continue;
    viewers.put(peer, { ...viewer, hasSlot: true });
    if (--freeSlots === 0 || viewers.queuedHere === 0) return;
  }
}
