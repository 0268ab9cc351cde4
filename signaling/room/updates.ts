/** What everyone is told about the stream: its title, what there is of it, how many watch, who is in the queue. */
import { isSameMedia } from "../protocol/description.ts";
import type { StreamDetails } from "../protocol/server_messages.ts";
import type { Draft } from "./draft.ts";
import { countViewers, placeOf, type ViewerCounts } from "./queue.ts";
import type { PeerId } from "./model.ts";

/** Tells the broadcaster how many watch and wait, and each viewer what is news to it. */
export function tellNews(draft: Draft): void {
  const present = countViewers(draft);
  tellCounts(draft, present);
  tellDetails(draft, present);
}

function tellCounts(draft: Draft, { count, waiting }: ViewerCounts): void {
  const { past } = draft;
  const isKnown = draft.seat === draft.before.seat && count === past.count &&
    waiting === past.waiting;
  if (!isKnown) draft.tellBroadcaster({ type: "viewers", count, waiting });
}

/**
 * Who has just come, or is in the queue from now on or no longer, hears it at once. Of all else everyone hears together and not
 * too often: so many who come at a time would make it as many messages squared.
 */
function tellDetails(draft: Draft, present: ViewerCounts): void {
  const { viewers, past } = draft;
  const isQuiet = draft.now < draft.quietUntil;
  const isNews = hasNews(draft, present);
  const lineIsNew = (present.spare === Infinity) !== (past.spare === Infinity);
  if (draft.stateChanged || lineIsNew || (!isQuiet && (isNews || draft.keptBack))) {
    draft.keptBack = false;
    return tell(draft, present, viewers.peers(), isQuiet);
  }
  if (isNews) draft.keptBack = true;
  if (viewers.untold.size > 0) tell(draft, present, viewers.untold, true);
  // Others come into the queue or out of it only where slots are free, and nobody is here to give them away.
  const hadLine = past.queueLength > 0 || present.queueLength > 0;
  const hasMoved = present.spare !== past.spare || present.moves !== past.moves;
  if (hadLine && hasMoved) {
    tell(draft, present, viewers.queue(Math.max(present.spare, past.spare)), true);
  }
}

/** Whether there may be news for others than those whom the step touched. */
function hasNews({ past, viewers, before, description }: Draft, present: ViewerCounts): boolean {
  return description.title !== before.description.title ||
    !isSameMedia(description.media, before.description.media) || present.count !== past.count ||
    (viewers.queuedHere > 0 && (present.moves !== past.moves || present.spare !== past.spare));
}

/** Tells these viewers what they do not know. While it is quiet, only what cannot wait. */
function tell(
  draft: Draft,
  present: ViewerCounts,
  peers: Iterable<PeerId>,
  isQuiet: boolean,
): void {
  const { now, limits, viewers, description: { title, media } } = draft;
  // One message for all who are not in the queue: see `Effect`.
  const common = { title, viewers: present.count, place: null, ...media && { media } };
  const news = { type: "details", ...common } as const;
  for (const peer of peers) {
    const viewer = viewers.get(peer);
    if (viewer === undefined || viewer.awayUntil !== null) continue;
    const { lastDetails } = viewer;
    const place = placeOf(draft, present, peer);
    const details = place === null ? common : { ...common, place };
    if (lastDetails !== null && isSame(lastDetails, details)) continue;
    const atOnce = lastDetails === null || (lastDetails.place === null) !== (place === null);
    if (isQuiet && !atOnce) {
      draft.keptBack = true;
      continue;
    }
    if (!atOnce) draft.quietUntil = now + limits.detailsEvery;
    viewers.put(peer, { ...viewer, lastDetails: details });
    if (lastDetails === null) welcome(draft, peer, details);
    else draft.tellViewer(peer, place === null ? news : { ...news, place });
  }
}

function welcome(draft: Draft, peer: PeerId, details: StreamDetails): void {
  const { comer, seat: { state }, before: { stream } } = draft;
  if (comer?.peer !== peer) return;
  const watching = { type: "watching", peer, stream, state, details } as const;
  draft.effects.splice(comer.at, 0, { type: "admitted", peer, welcome: watching });
}

function isSame(a: StreamDetails, b: StreamDetails): boolean {
  return a.title === b.title && a.viewers === b.viewers && a.place === b.place &&
    isSameMedia(a.media, b.media);
}
