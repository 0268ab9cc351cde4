/** Sends `details` to viewers and `viewers` to the broadcaster when they have changed. */
import { isSameMedia } from "../protocol/description.ts";
import type { StreamDetails } from "../protocol/server_messages.ts";
import type { Draft } from "./draft.ts";
import { countViewers, placeOf, type ViewerCounts } from "./queue.ts";
import type { PeerId } from "./model.ts";

export function sendUpdates(draft: Draft): void {
  const counts = countViewers(draft);
  sendCounts(draft, counts);
  sendDetails(draft, counts);
}

function sendCounts(draft: Draft, { count, waiting }: ViewerCounts): void {
  const { countsBefore } = draft;
  const isUnchanged = draft.seat === draft.before.seat && count === countsBefore.count &&
    waiting === countsBefore.waiting;
  if (!isUnchanged) draft.sendToBroadcaster({ type: "viewers", count, waiting });
}

/**
 * A viewer that joins, or enters or leaves the queue, gets its details at once. All other changes go to all viewers
 * together, at most once every `detailsEvery`: if n viewers join at a time, sending each change at once would take n²
 * messages.
 */
function sendDetails(draft: Draft, counts: ViewerCounts): void {
  const { viewers, countsBefore } = draft;
  const isThrottled = draft.now < draft.throttledUntil;
  const isChanged = haveDetailsChanged(draft, counts);
  const limitToggled = (counts.freeSlots === Infinity) !== (countsBefore.freeSlots === Infinity);
  if (
    draft.stateChanged || limitToggled || (!isThrottled && (isChanged || draft.detailsDeferred))
  ) {
    draft.detailsDeferred = false;
    return sendDetailsTo(draft, counts, viewers.peers(), isThrottled);
  }
  if (isChanged) draft.detailsDeferred = true;
  if (viewers.needingDetails.size > 0) sendDetailsTo(draft, counts, viewers.needingDetails, true);
  // Other viewers enter or leave the queue only if the number of free slots changes while no source is there.
  const hasQueue = countsBefore.queueLength > 0 || counts.queueLength > 0;
  if (hasQueue && hasQueueMoved(countsBefore, counts)) {
    const head = Math.max(counts.freeSlots, countsBefore.freeSlots);
    sendDetailsTo(draft, counts, viewers.queue(head), true);
  }
}

/** Whether the details may have changed for viewers that the step did not touch. */
function haveDetailsChanged(
  { countsBefore, viewers, before, description }: Draft,
  counts: ViewerCounts,
): boolean {
  return description.title !== before.description.title ||
    !isSameMedia(description.media, before.description.media) ||
    counts.count !== countsBefore.count ||
    (viewers.queuedHere > 0 && hasQueueMoved(countsBefore, counts));
}

function hasQueueMoved(before: ViewerCounts, now: ViewerCounts): boolean {
  return now.freeSlots !== before.freeSlots || now.queueExits !== before.queueExits;
}

/** Sends details to those of these viewers whose details changed. While throttled, only what cannot wait. */
function sendDetailsTo(
  draft: Draft,
  counts: ViewerCounts,
  peers: Iterable<PeerId>,
  isThrottled: boolean,
): void {
  const { now, limits, viewers, description: { title, media } } = draft;
  // One object for all viewers that are not in the queue: see `Effect`.
  const common = { title, viewers: counts.count, place: null, ...media && { media } };
  const message = { type: "details", ...common } as const;
  for (const peer of peers) {
    const viewer = viewers.get(peer);
    if (viewer === undefined || viewer.awayUntil !== null) continue;
    const { lastDetails } = viewer;
    const place = placeOf(draft, counts, peer);
    const details = place === null ? common : { ...common, place };
    if (lastDetails !== null && isSame(lastDetails, details)) continue;
    const isUrgent = lastDetails === null || (lastDetails.place === null) !== (place === null);
    if (isThrottled && !isUrgent) {
      draft.detailsDeferred = true;
      continue;
    }
    if (!isUrgent) draft.throttledUntil = now + limits.detailsEvery;
    viewers.put(peer, { ...viewer, lastDetails: details });
    if (lastDetails === null) welcome(draft, peer, details);
    else draft.sendToViewer(peer, place === null ? message : { ...message, place });
  }
}

function welcome(draft: Draft, peer: PeerId, details: StreamDetails): void {
  const { newcomer, seat: { state }, before: { stream } } = draft;
  if (newcomer?.peer !== peer) return;
  const watching = { type: "watching", peer, stream, state, details } as const;
  draft.effects.splice(newcomer.at, 0, { type: "admitted", peer, welcome: watching });
}

function isSame(a: StreamDetails, b: StreamDetails): boolean {
  return a.title === b.title && a.viewers === b.viewers && a.place === b.place &&
    isSameMedia(a.media, b.media);
}
