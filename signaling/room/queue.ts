/** Who watches and who is in the queue. */
import type { Draft } from "./draft.ts";
import type { PeerId, Room } from "./model.ts";
import { sourcesHere } from "./sources.ts";

type Shown = Pick<Room, "seat" | "description" | "viewers">;

/** How many there are, in numbers that the next change does not touch. */
export interface ViewerCounts {
  /** How many watch and how many are in the queue, as far as can be known. */
  readonly count: number;
  readonly waiting: number;
  /** How many of those without a slot are not in the queue all the same: the first of them, whose slots are free. */
  readonly spare: number;
  /** How many are, whether they are here or not. */
  readonly queueLength: number;
  /** See `Viewers.moves`. */
  readonly moves: number;
}

export function countViewers(room: Shown): ViewerCounts {
  const { viewers } = room;
  const spare = spareSlots(room);
  const waiting = viewers.countedBehind(spare);
  const queueLength = Math.max(0, viewers.queued - spare);
  return { count: viewers.counted - waiting, waiting, spare, queueLength, moves: viewers.moves };
}

/** The place of a viewer in the queue, from 1; null where it has or needs none. */
export function placeOf({ viewers }: Shown, { spare }: ViewerCounts, peer: PeerId): number | null {
  if (spare === Infinity) return null;
  const place = viewers.rank(peer) - spare;
  return place > 0 ? place : null;
}

function spareSlots({ seat: { state }, description: { capacity }, viewers }: Shown): number {
  if (capacity === null) return Infinity; // there is room for everyone
  if (state !== "live" && state !== "paused") return Infinity; // there is nothing to be in the queue for
  return Math.max(0, capacity - viewers.slots);
}

/**
 * Gives free slots to those who came first (R7). Who is away does not take one, and keeps its place in the queue. Nobody gets one
 * while no source is here: when the broadcaster comes, it may want fewer.
 */
export function giveSlots(draft: Draft): void {
  if (sourcesHere(draft).length === 0) return;
  const { viewers } = draft;
  let spare = spareSlots(draft);
  if (spare === 0 || viewers.queuedHere === 0) return;
  for (const peer of viewers.queue()) {
    const viewer = viewers.get(peer);
    if (viewer === undefined || viewer.awayUntil !== null) continue;
    viewers.put(peer, { ...viewer, hasSlot: true });
    if (--spare === 0 || viewers.queuedHere === 0) return;
  }
}
