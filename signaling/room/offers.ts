/** How viewers' offers come to sources, and what becomes of them when a source goes. */
import { LIMITS } from "../protocol/limits.ts";
import type { Draft } from "./draft.ts";
import { boundTo, isInFlight, type Load } from "./loads.ts";
import { type HeldOffer, isOnAir, type PeerId, type Viewer } from "./model.ts";
import { assign, type Source, sourcesHere } from "./sources.ts";

/** Half of what a source's socket may have queued: `offersInFlight` of the largest would be too many. */
const OFFER_BYTES_IN_FLIGHT = LIMITS.queueBytes / 2;

/** Hands waiting offers over, and asks for those that are missing. */
export function handOver(draft: Draft): void {
  const { viewers } = draft;
  const sources = sourcesHere(draft);
  if (sources.length === 0) return;
  for (const peer of viewers.linkless) {
    const viewer = viewers.get(peer);
    if (viewer !== undefined && assign(viewer, sources) !== null) renew(draft, peer);
  }
  const full = new Set<PeerId>();
  while (handNext(draft, full));
}

/**
 * Hands over the offer whose turn it is, or has it renewed.
 * @param full the sources that take no more for now; those that turn out to be are added
 * @returns whether there was one
 */
function handNext(draft: Draft, full: Set<PeerId>): boolean {
  const { viewers, limits, now } = draft;
  const sources = sourcesHere(draft);
  for (const peer of viewers.nextReady()) {
    const viewer = viewers.get(peer);
    if (viewer === undefined || viewer.held === null) continue;
    const { held } = viewer;
    const anyone = assign(viewer, sources);
    if (anyone === null) continue;
    const source = boundTo(viewer) ?? anyone;
    if (full.has(source)) continue;
    const isHere = sources.some(({ peer }) => peer === source);
    if (!isHere || now - held.since > limits.offerFresh) {
      renew(draft, peer);
      return true;
    }
    const size = JSON.stringify(held).length;
    if (!hasRoom(viewers.load(source), size, limits.offersInFlight)) {
      full.add(source);
      continue;
    }
    handTo(draft, source, peer, viewer, held, size);
    return true;
  }
  return false;
}

function hasRoom({ inFlight, bytes }: Load, size: number, offersInFlight: number): boolean {
  if (inFlight >= offersInFlight) return false; // R4
  return inFlight === 0 || bytes + size <= OFFER_BYTES_IN_FLIGHT;
}

function renew(draft: Draft, peer: PeerId): void {
  const viewer = draft.viewers.get(peer);
  if (viewer === undefined) return;
  draft.viewers.put(peer, { ...viewer, held: null, renewRequested: true });
  draft.tellViewer(peer, { type: "renew" });
}

function handTo(
  draft: Draft,
  source: PeerId,
  peer: PeerId,
  viewer: Viewer,
  held: HeldOffer,
  size: number,
): void {
  const { negotiation } = viewer;
  const { restart, sdp, candidates } = held;
  const others = sourcesOf(draft, viewer).filter((other) => other !== source);
  for (const other of others) closeLink(draft, other, peer, viewer);
  const passed = { viewer: candidates.length, source: 0 };
  const answerBy = draft.now + draft.limits.answerTimeout;
  const link = { negotiation, answerBy, offer: held, passed, size };
  draft.viewers.put(peer, { ...viewer, held: null, link, source });
  const offer = { type: "offer", from: peer, negotiation, restart, sdp } as const;
  draft.tellSource(source, { ...offer, candidates: [...candidates] }); // R2
}

/** Who may have a link with this viewer. */
export function sourcesOf({ seat, viewers }: Draft, { source, link }: Viewer): PeerId[] {
  if (source !== null) return [source];
  if (link === null) return [];
  return [...isOnAir(seat) ? [seat.broadcaster] : [], ...viewers.sfus];
}

/** Has a source close its link with a viewer: now, or once it is back. */
export function closeLink(draft: Draft, source: PeerId, peer: PeerId, { link }: Viewer): void {
  const { seat, viewers, limits } = draft;
  draft.tellSource(source, { type: "left", peer });
  if (link === null) return;
  const sfu = viewers.get(source);
  if (sfu?.sfu && sfu.awayUntil !== null) {
    const left = [...sfu.sfu.left, peer].slice(-limits.viewers);
    viewers.put(source, { ...sfu, sfu: { left } });
  } else if (seat.state === "paused" && seat.broadcaster === source) {
    seat.left.push(peer);
    if (seat.left.length > limits.viewers) seat.left.shift();
  }
}

/** A source is away: what it has not answered is for another. Its links are left alone, as they may well carry media. */
export function takeBack(draft: Draft, source: PeerId): void {
  const others = sourcesHere(draft);
  for (const [peer, viewer] of draft.viewers) {
    if (viewer.source === source && isInFlight(viewer)) {
      draft.viewers.put(peer, unlinked(viewer, others));
    }
  }
}

/**
 * The links of these viewers are no more: they are asked for new ones.
 * @param others the sources that are here
 */
export function dropLinks(
  draft: Draft,
  others: readonly Source[],
  isLost: (viewer: Viewer) => boolean,
): void {
  for (const [peer, viewer] of draft.viewers) {
    if (!isLost(viewer)) continue;
    const { held, ...rest } = unlinked(viewer, others);
    // Nobody but the source that is gone could restart its link.
    const isVain = held !== null && held.restart && assign(viewer, others) !== null;
    draft.viewers.put(peer, {
      ...rest,
      held: isVain ? null : held,
      source: null,
      renewRequested: false,
    });
  }
}

/** A viewer without its link. An offer that was not answered is held again where there is another source for it. */
function unlinked(viewer: Viewer, others: readonly Source[]): Viewer {
  const { held, link } = viewer;
  const offer = link?.offer ?? null;
  const isGood = offer !== null && !offer.restart && assign(viewer, others) !== null;
  return { ...viewer, link: null, held: held ?? (isGood ? offer : null) };
}
