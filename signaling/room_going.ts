/** Who leaves a room, is removed from it or is away, and which waits are over. */
import type { Draft } from "./room_draft.ts";
import type { PeerId, Viewer } from "./room_model.ts";

export function leave(draft: Draft, peer: PeerId): void {
  const { seat, limits, viewers } = draft;
  const linked = viewers.get(peer)?.link != null;
  viewers.remove(peer);
  draft.tellBroadcaster({ type: "left", peer });
  if (!linked || seat.state !== "paused") return;
  seat.left.push(peer);
  if (seat.left.length > limits.viewers) seat.left.shift();
}

/**
 * Shows a viewer the door for good (R8).
 * @returns whether it was here. Who was not may come back by its ticket, and does not now either
 */
export function remove(draft: Draft, peer: PeerId): boolean {
  const { limits, removed } = draft;
  removed.delete(peer);
  removed.add(peer);
  const [oldest] = removed;
  if (removed.size > limits.viewers) removed.delete(oldest);
  const viewer = draft.viewers.get(peer);
  if (viewer === undefined) return false;
  if (viewer.awayUntil === null) draft.refuse(peer, "removed");
  draft.viewers.remove(peer);
  draft.tellBroadcaster({ type: "left", peer });
  return true;
}

/** Ends the stream. The next broadcast seats everyone anew. */
export function end(draft: Draft): void {
  const { seat } = draft;
  if (seat.state !== "live" && seat.state !== "paused") return;
  draft.viewers.unseatAll((viewer) => ({ ...viewer, link: null, asked: false }));
  draft.turn({ state: "ended" });
  draft.effects.push({ type: "vacate" });
}

export function away(draft: Draft, peer: PeerId, since: number): void {
  const viewer = draft.viewers.get(peer);
  if (viewer !== undefined) {
    const { viewerWindow, countedFor } = draft.limits;
    draft.viewers.put(peer, {
      ...viewer,
      awayUntil: since + viewerWindow,
      countedUntil: since + countedFor,
    });
  } else if (draft.broadcaster === peer) {
    // Answers that were under way are lost with the socket; links that were answered are not.
    for (const [id, viewer] of draft.viewers) {
      if (viewer.link?.answerBy != null) draft.viewers.put(id, { ...viewer, link: null });
    }
    const until = draft.now + draft.limits.broadcasterWindow;
    draft.turn({ state: "paused", broadcaster: peer, until, left: [] });
  }
}

/** Ends the waits whose time has come (R6). */
export function expire(draft: Draft): void {
  const { now, viewers } = draft;
  for (let wait = viewers.nextWait(); wait && wait.at <= now; wait = viewers.nextWait()) {
    const viewer = viewers.get(wait.peer);
    if (viewer !== undefined) expireOne(draft, wait.peer, viewer);
  }
  if (draft.seat.state === "paused" && draft.seat.until <= now) end(draft);
}

function expireOne({ now, viewers }: Draft, peer: PeerId, viewer: Viewer): void {
  const { awayUntil, countedUntil, link } = viewer;
  if (awayUntil !== null && awayUntil <= now) {
    return viewers.remove(peer); // without a word: its link may still carry media
  }
  const uncounted = countedUntil !== null && countedUntil <= now;
  const unanswered = link?.answerBy != null && link.answerBy <= now;
  viewers.put(peer, {
    ...viewer,
    countedUntil: uncounted ? null : countedUntil,
    link: unanswered ? null : link,
  });
}
