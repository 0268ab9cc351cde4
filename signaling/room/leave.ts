/** Peers that leave, are removed, lose their socket or time out; and the end of a stream. */
import type { Draft } from "./draft.ts";
import type { PeerId, Viewer } from "./model.ts";
import { closeLink, dropLinks, sourcesOf, takeBackOffers } from "./offers.ts";
import { presentSources } from "./sources.ts";

export function leave(draft: Draft, peer: PeerId, viewer: Viewer): void {
  forget(draft, peer, viewer);
  const sources = sourcesOf(draft, viewer);
  for (const source of sources) closeLink(draft, source, peer, viewer);
  if (sources.length === 0) draft.sendToBroadcaster({ type: "left", peer });
}

/** Deletes a peer. If it is an SFU, its viewers need another source (R9). */
function forget(draft: Draft, peer: PeerId, { sfu }: Viewer): void {
  draft.viewers.remove(peer);
  if (sfu !== null) dropLinks(draft, presentSources(draft), ({ source }) => source === peer);
}

/**
 * Removes a viewer for good (R8).
 * @returns whether it was in the room. If not, its ticket is void from now on as well
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
  draft.sendToBroadcaster({ type: "left", peer }); // even if an SFU has the link
  return true;
}

/** Ends the stream and frees all slots. */
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

export function markAway(draft: Draft, peer: PeerId, since: number): void {
  const viewer = draft.viewers.get(peer);
  if (viewer !== undefined) {
    const { viewerWindow, countedFor } = draft.limits;
    draft.viewers.put(peer, {
      ...viewer,
      awayUntil: since + viewerWindow,
      countedUntil: viewer.sfu === null ? since + countedFor : null,
    });
    if (viewer.sfu !== null) takeBackOffers(draft, peer);
  } else if (draft.broadcaster === peer) {
    const until = draft.now + draft.limits.broadcasterWindow;
    draft.setSeat({ state: "paused", broadcaster: peer, until, left: [] });
    takeBackOffers(draft, peer);
  }
}

/** Handles every deadline that has passed (R6). */
export function expire(draft: Draft): void {
  const { now, viewers } = draft;
  for (let next = viewers.nextDeadline(); next && next.at <= now; next = viewers.nextDeadline()) {
    const viewer = viewers.get(next.peer);
    if (viewer !== undefined) expireViewer(draft, next.peer, viewer);
  }
  if (draft.seat.state === "paused" && draft.seat.until <= now) end(draft);
}

function expireViewer(draft: Draft, peer: PeerId, viewer: Viewer): void {
  const { now, viewers } = draft;
  const { awayUntil, countedUntil, link } = viewer;
  if (awayUntil !== null && awayUntil <= now) {
    return forget(draft, peer, viewer); // without `left`: its link may still carry media
  }
  const countingEnds = countedUntil !== null && countedUntil <= now;
  const answerIsLate = link?.answerBy != null && link.answerBy <= now;
  viewers.put(peer, {
    ...viewer,
    countedUntil: countingEnds ? null : countedUntil,
    link: answerIsLate ? null : link,
  });
}
