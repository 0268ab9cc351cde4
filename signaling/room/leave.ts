/** Who leaves a room, is removed from it or is away, and which waits are over. */
import type { Draft } from "./draft.ts";
import type { PeerId, Viewer } from "./model.ts";
import { closeLink, dropLinks, sourcesOf, takeBack } from "./offers.ts";
import { sourcesHere } from "./sources.ts";

export function leave(draft: Draft, peer: PeerId, viewer: Viewer): void {
  forget(draft, peer, viewer);
  const sources = sourcesOf(draft, viewer);
  for (const source of sources) closeLink(draft, source, peer, viewer);
  if (sources.length === 0) draft.tellBroadcaster({ type: "left", peer });
}

/** Has no place for a peer any more. If it is an SFU, its viewers need another source (R9). */
function forget(draft: Draft, peer: PeerId, { sfu }: Viewer): void {
  draft.viewers.remove(peer);
  if (sfu !== null) dropLinks(draft, sourcesHere(draft), ({ source }) => source === peer);
}

/**
 * Shows a viewer the door for good (R8).
 * @returns whether it was here. Who was not may come back by its ticket, and does not now either
 */
export function remove(draft: Draft, peer: PeerId): boolean {
  const { limits, removed } = draft;
  const viewer = draft.viewers.get(peer);
  if (viewer && viewer.sfu !== null) return false; // R10
  removed.delete(peer);
  removed.add(peer);
  const [oldest] = removed;
  if (removed.size > limits.viewers) removed.delete(oldest);
  if (viewer === undefined) return false;
  if (viewer.awayUntil === null) draft.refuse(peer, "removed");
  draft.viewers.remove(peer);
  for (const source of sourcesOf(draft, viewer)) {
    if (source !== draft.broadcaster) closeLink(draft, source, peer, viewer);
  }
  draft.tellBroadcaster({ type: "left", peer }); // whoever has the link
  return true;
}

/** Ends the stream. The next broadcast gives slots anew. */
export function end(draft: Draft): void {
  const { seat } = draft;
  if (seat.state !== "live" && seat.state !== "paused") return;
  draft.viewers.takeAllSlots((viewer) => ({
    ...viewer,
    link: null,
    source: null,
    renewRequested: false,
  }));
  draft.setSeat({ state: "ended" });
  draft.effects.push({ type: "vacate" });
}

export function away(draft: Draft, peer: PeerId, since: number): void {
  const viewer = draft.viewers.get(peer);
  if (viewer !== undefined) {
    const { viewerWindow, countedFor } = draft.limits;
    draft.viewers.put(peer, {
      ...viewer,
      awayUntil: since + viewerWindow,
      countedUntil: viewer.sfu === null ? since + countedFor : null,
    });
    if (viewer.sfu !== null) takeBack(draft, peer);
  } else if (draft.broadcaster === peer) {
    const until = draft.now + draft.limits.broadcasterWindow;
    draft.setSeat({ state: "paused", broadcaster: peer, until, left: [] });
    takeBack(draft, peer);
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

function expireOne(draft: Draft, peer: PeerId, viewer: Viewer): void {
  const { now, viewers } = draft;
  const { awayUntil, countedUntil, link } = viewer;
  if (awayUntil !== null && awayUntil <= now) {
    return forget(draft, peer, viewer); // without a word: its link may still carry media
  }
  const uncounted = countedUntil !== null && countedUntil <= now;
  const unanswered = link?.answerBy != null && link.answerBy <= now;
  viewers.put(peer, {
    ...viewer,
    countedUntil: uncounted ? null : countedUntil,
    link: unanswered ? null : link,
  });
}
