/** Who watches and who is in line, and whose offer is handed over when. */
import { LIMITS } from "./protocol.ts";
import type { Draft } from "./room_draft.ts";
import type { HeldOffer, PeerId, Room, Viewer } from "./room_model.ts";

/** Half of what a broadcaster's socket may have queued: `offersInFlight` of the largest would be too many. */
const OFFER_BYTES_IN_FLIGHT = LIMITS.queueBytes / 2;

type Shown = Pick<Room, "seat" | "description" | "viewers">;

/** What of a crowd others are told, in numbers that its next change does not touch. */
export interface Outlook {
  /** How many watch and how many are in line, as far as can be known. */
  readonly count: number;
  readonly waiting: number;
  /** How many of those without a seat are not in line all the same: the first of them, whose seats are free. */
  readonly spare: number;
  /** How many are, whether they are here or not. */
  readonly inLine: number;
  /** See `Crowd.moves`. */
  readonly moves: number;
}

export function outlook(room: Shown): Outlook {
  const { viewers } = room;
  const spare = spareSeats(room);
  const waiting = viewers.countedBehind(spare);
  const inLine = Math.max(0, viewers.inRow - spare);
  return { count: viewers.counted - waiting, waiting, spare, inLine, moves: viewers.moves };
}

/** The place of a viewer in line, from 1; null where it has or needs none. */
export function placeOf({ viewers }: Shown, { spare }: Outlook, peer: PeerId): number | null {
  if (spare === Infinity) return null;
  const place = viewers.rank(peer) - spare;
  return place > 0 ? place : null;
}

function spareSeats({ seat: { state }, description: { capacity }, viewers }: Shown): number {
  if (capacity === null) return Infinity; // there is room for everyone
  if (state !== "live" && state !== "paused") return Infinity; // there is nothing to be in line for
  return Math.max(0, capacity - viewers.seated);
}

/**
 * Gives free seats to those who came first (R7). Who is away does not take one, and keeps its place in line. Before the
 * broadcaster is here nobody is seated: it may want fewer.
 */
export function seatNext(draft: Draft): void {
  if (draft.broadcaster === null) return;
  const { viewers } = draft;
  let spare = spareSeats(draft);
  if (spare === 0 || viewers.unseatedHere === 0) return;
  for (const peer of viewers.row()) {
    const viewer = viewers.get(peer);
    if (viewer === undefined || viewer.awayUntil !== null) continue;
    viewers.put(peer, { ...viewer, seated: true });
    if (--spare === 0 || viewers.unseatedHere === 0) return;
  }
}

/** Hands waiting offers over, and asks for those that are missing. */
export function handOver(draft: Draft): void {
  if (draft.broadcaster === null) return;
  const { viewers, limits, now } = draft;
  for (const peer of viewers.linkless) renew(draft, peer);
  for (let peer = viewers.nextReady(); peer !== null; peer = viewers.nextReady()) {
    const viewer = viewers.get(peer);
    if (viewer === undefined || viewer.held === null) return;
    const { held } = viewer;
    if (now - held.since > limits.offerFresh) {
      renew(draft, peer);
      continue;
    }
    if (viewers.inFlight >= limits.offersInFlight) return; // R4
    const size = JSON.stringify(held).length;
    if (viewers.inFlight > 0 && viewers.bytesInFlight + size > OFFER_BYTES_IN_FLIGHT) return;
    handOne(draft, peer, viewer, held, size);
  }
}

function renew(draft: Draft, peer: PeerId): void {
  const viewer = draft.viewers.get(peer);
  if (viewer === undefined) return;
  draft.viewers.put(peer, { ...viewer, held: null, asked: true });
  draft.tellViewer(peer, { type: "renew" });
}

function handOne(draft: Draft, peer: PeerId, viewer: Viewer, held: HeldOffer, size: number): void {
  const { negotiation } = viewer;
  const { restart, sdp, candidates } = held;
  const passed = { viewer: candidates.length, broadcaster: 0 };
  const link = { negotiation, answerBy: draft.now + draft.limits.answerTimeout, passed, size };
  draft.viewers.put(peer, { ...viewer, held: null, link });
  draft.tellBroadcaster({
    type: "offer",
    from: peer,
    negotiation,
    restart,
    sdp,
    candidates: [...candidates],
  }); // R2
}
