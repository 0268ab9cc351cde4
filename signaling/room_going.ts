/** Who leaves a room, is removed from it or is away, and which waits are over. */
import type { Draft } from "./room_draft.ts";
import type { PeerId } from "./room_model.ts";

export function leave(draft: Draft, peer: PeerId): void {
  const { seat, limits, viewers } = draft;
  const linked = viewers.get(peer)?.link != null;
  draft.remove(peer);
  draft.tellBroadcaster({ type: "left", peer });
  if (linked && seat.state === "paused") {
    draft.turn({ ...seat, left: [...seat.left, peer].slice(-limits.viewers) });
  }
}

/**
 * Shows a viewer the door for good (R8).
 * @returns whether it was here. Who was not may come back by its ticket, and does not now either
 */
export function remove(draft: Draft, peer: PeerId): boolean {
  const { limits } = draft;
  draft.removed = [...draft.removed.filter((id) => id !== peer), peer].slice(-limits.viewers);
  const viewer = draft.viewers.get(peer);
  if (viewer === undefined) return false;
  if (viewer.awayUntil === null) draft.refuse(peer, "removed");
  draft.remove(peer);
  draft.tellBroadcaster({ type: "left", peer });
  return true;
}

/** Ends the stream. The next broadcast seats everyone anew. */
export function end(draft: Draft): void {
  const { seat } = draft;
  if (seat.state !== "live" && seat.state !== "paused") return;
  for (const [id, viewer] of draft.viewers) {
    draft.put(id, { ...viewer, link: null, asked: false, seated: false });
  }
  draft.turn({ state: "ended" });
  draft.effects.push({ type: "vacate" });
}

export function away(draft: Draft, peer: PeerId, since: number): void {
  const viewer = draft.viewers.get(peer);
  if (viewer !== undefined) {
    const { viewerWindow, countedFor } = draft.limits;
    draft.put(peer, {
      ...viewer,
      awayUntil: since + viewerWindow,
      countedUntil: since + countedFor,
    });
  } else if (draft.broadcaster === peer) {
    // Answers that were under way are lost with the socket; links that were answered are not.
    for (const [id, viewer] of draft.viewers) {
      if (viewer.link?.answerBy != null) {
        draft.put(id, { ...viewer, link: null });
      }
    }
    const until = draft.now + draft.limits.broadcasterWindow;
    draft.turn({ state: "paused", broadcaster: peer, until, left: [] });
  }
}

/** Ends the waits whose time has come (R6). */
export function expire(draft: Draft): void {
  const { now } = draft;
  for (const [peer, viewer] of draft.viewers) {
    const { awayUntil, countedUntil, link } = viewer;
    if (awayUntil !== null && awayUntil <= now) {
      draft.remove(peer); // without a word: its link may still carry media
      continue;
    }
    const uncounted = countedUntil !== null && countedUntil <= now;
    const unanswered = link?.answerBy != null && link.answerBy <= now;
    if (!uncounted && !unanswered) continue;
    draft.put(peer, {
      ...viewer,
      countedUntil: uncounted ? null : countedUntil,
      link: unanswered ? null : link,
    });
  }
  if (draft.seat.state === "paused" && draft.seat.until <= now) end(draft);
}
