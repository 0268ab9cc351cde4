/** Who watches and who is in line, and whose offer is handed over when. */
import { LIMITS } from "./protocol.ts";
import type { Draft } from "./room_draft.ts";
import type { HeldOffer, PeerId, Room, Viewer } from "./room_model.ts";

/** Half of what a broadcaster's socket may have queued: `offersInFlight` of the largest would be too many. */
const OFFER_BYTES_IN_FLIGHT = LIMITS.queueBytes / 2;

type Crowd = Pick<Room, "seat" | "description" | "viewers">;

/** Everyone in line, with their places. */
export function lineOf(crowd: Crowd): ReadonlyMap<PeerId, number> {
  const line = new Map<PeerId, number>();
  const { seat: { state }, description: { capacity }, viewers } = crowd;
  if (capacity === null) return line; // there is room for everyone
  if (state !== "live" && state !== "paused") return line; // there is nothing to be in line for
  let free = freeSeats(crowd);
  for (const [peer, { seated }] of viewers) {
    if (!seated && free-- <= 0) line.set(peer, line.size + 1);
  }
  return line;
}

/** How many watch and how many are in line, as far as can be known. */
export function census(crowd: Crowd): { readonly count: number; readonly waiting: number } {
  const line = lineOf(crowd);
  let count = 0;
  let waiting = 0;
  for (const [peer, { awayUntil, countedUntil }] of crowd.viewers) {
    if (awayUntil !== null && countedUntil === null) continue;
    if (line.has(peer)) waiting++;
    else count++;
  }
  return { count, waiting };
}

function freeSeats({ description: { capacity }, viewers }: Crowd): number {
  if (capacity === null) return Infinity;
  let free = capacity;
  for (const { seated } of viewers.values()) if (seated) free--;
  return free;
}

/**
 * Gives free seats to those who came first (R7). Who is away does not take one, and keeps its place in line. Before the
 * broadcaster is here nobody is seated: it may want fewer.
 */
export function seatNext(draft: Draft): void {
  if (draft.broadcaster === null) return;
  let free = freeSeats(draft);
  for (const [peer, viewer] of draft.viewers) {
    if (viewer.seated || viewer.awayUntil !== null || free <= 0) continue;
    draft.put(peer, { ...viewer, seated: true });
    free--;
  }
}

/** Hands waiting offers over, and asks for those that are missing. */
export function handOver(draft: Draft): void {
  if (draft.broadcaster === null) return;
  let inFlight = 0;
  let bytes = 0;
  for (const { link } of draft.viewers.values()) {
    if (link?.answerBy == null) continue;
    inFlight++;
    bytes += link.size;
  }
  for (const [peer, viewer] of draft.viewers) {
    if (!viewer.seated) continue; // R7
    if (viewer.awayUntil !== null) continue; // it could not be given the answer
    const unanswered = viewer.link?.answerBy != null;
    if (viewer.held === null) {
      if (viewer.link === null && !viewer.asked) renew(draft, peer, viewer);
    } else if (unanswered) {
      continue; // R4: one of each viewer
    } else if (draft.now - viewer.held.since > draft.limits.offerFresh) {
      renew(draft, peer, viewer);
    } else if (inFlight < draft.limits.offersInFlight) { // R4
      const size = JSON.stringify(viewer.held).length;
      if (inFlight > 0 && bytes + size > OFFER_BYTES_IN_FLIGHT) continue;
      handOne(draft, peer, viewer, viewer.held, size);
      inFlight++;
      bytes += size;
    }
  }
}

function renew(draft: Draft, peer: PeerId, viewer: Viewer): void {
  draft.put(peer, { ...viewer, held: null, asked: true });
  draft.tellViewer(peer, { type: "renew" });
}

function handOne(draft: Draft, peer: PeerId, viewer: Viewer, held: HeldOffer, size: number): void {
  const { negotiation } = viewer;
  const { restart, sdp, candidates } = held;
  const passed = { viewer: candidates.length, broadcaster: 0 };
  const link = { negotiation, answerBy: draft.now + draft.limits.answerTimeout, passed, size };
  draft.put(peer, { ...viewer, held: null, link });
  draft.tellBroadcaster({
    type: "offer",
    from: peer,
    negotiation,
    restart,
    sdp,
    candidates: [...candidates],
  }); // R2
}
