/** Who comes to a room, and who comes back. */
import type { Draft } from "./room_draft.ts";
import type { PeerId, RoomEvent } from "./room_model.ts";

type Coming<Type extends RoomEvent["type"]> = Extract<RoomEvent, { readonly type: Type }>;

/** A viewer whose socket is open, and that was told nothing on it yet. */
const HERE = { awayUntil: null, countedUntil: null, told: null } as const;

export function publish(draft: Draft, { peer, description }: Coming<"publish">): void {
  const { seat } = draft;
  if (seat.state === "live") { // R1
    draft.effects.push({ type: "dismiss", peer: seat.broadcaster, reason: "replaced" });
  }
  // The newcomer has none of the old one's links.
  for (const [id, viewer] of draft.viewers) {
    draft.viewers.put(id, { ...viewer, link: null, asked: false });
  }
  draft.description = description;
  draft.turn({ state: "live", broadcaster: peer });
  const { elapsed, before: { stream } } = draft;
  draft.admit(peer, { type: "publishing", peer, stream, left: [], elapsed });
}

export function resumeBroadcaster(draft: Draft, event: Coming<"resume">): void {
  const { peer, rebuild, description } = event;
  const { seat } = draft;
  const seated = seat.state === "live" || seat.state === "paused";
  const lost = seat.state === "waiting" && rebuild;
  if (seated ? seat.broadcaster !== peer : !lost) return draft.refuse(peer, "ticket-refused");
  draft.description = description;
  draft.turn({ state: "live", broadcaster: peer });
  const left = seat.state === "paused" ? [...seat.left] : [];
  const { elapsed, before: { stream } } = draft;
  draft.admit(peer, { type: "publishing", peer, stream, left, elapsed });
}

export function watch(draft: Draft, { peer, offer }: Coming<"watch">): void {
  if (isFull(draft)) return draft.refuse(peer, "stream-full");
  const { negotiation, sdp } = offer;
  const held = { restart: false, sdp, candidates: [], since: draft.now };
  const arrival = draft.viewers.nextArrival();
  const viewer = { arrival, negotiation, held, link: null, asked: false, seated: false };
  draft.viewers.put(peer, { ...HERE, ...viewer });
  welcome(draft, peer);
}

export function resumeViewer(draft: Draft, event: Coming<"resume">): void {
  const { peer, negotiation, linked } = event;
  if (draft.removed.has(peer)) return draft.refuse(peer, "removed"); // R8
  const known = draft.viewers.get(peer);
  if (known !== undefined) {
    draft.viewers.put(peer, { ...known, ...HERE });
  } else if (isFull(draft)) {
    return draft.refuse(peer, "stream-full");
  } else {
    // Its place was given up, or lost with a server before this one; the link that it has may still carry media.
    const link = linked && draft.seat.state !== "ended"
      ? { negotiation, answerBy: null, passed: { viewer: 0, broadcaster: 0 }, size: 0 }
      : null;
    const arrival = draft.viewers.nextArrival();
    const viewer = { arrival, negotiation, held: null, link, asked: false, seated: link !== null };
    draft.viewers.put(peer, { ...HERE, ...viewer });
  }
  welcome(draft, peer);
  // Again: the first `renew` may have been lost with the socket.
  if (known?.asked) draft.tellViewer(peer, { type: "renew" });
}

function isFull({ viewers, limits }: Draft): boolean {
  return viewers.size >= limits.viewers;
}

/** It is told once the step is through: what it is told of the stream then is not news a moment later. */
function welcome(draft: Draft, peer: PeerId): void {
  draft.comer = { peer, at: draft.effects.length };
}
