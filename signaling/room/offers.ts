/** Hands viewers' offers to sources, and takes them back when a source goes. */
import { LIMITS } from "../protocol/limits.ts";
import type { Draft } from "./draft.ts";
import { boundTo, isInFlight, type Load } from "./loads.ts";
import { type HeldOffer, isOnAir, type PeerId, type Viewer } from "./model.ts";
import { chooseSource, presentSources, type Source } from "./sources.ts";

/** Half of a source's send queue: `offersInFlight` offers of the largest size would overflow it. */
const OFFER_BYTES_IN_FLIGHT = LIMITS.queueBytes / 2;

/** Hands held offers to sources, and asks viewers without a link for one. */
export function handOver(draft: Draft): void {
  const { viewers } = draft;
  const sources = presentSources(draft);
  if (sources.length === 0) return;
  for (const peer of viewers.linkless) {
    const viewer = viewers.get(peer);
    if (viewer !== undefined && chooseSource(viewer, sources) !== null) renew(draft, peer);
  }
  const full = new Set<PeerId>();
  while (handOverNext(draft, full));
}

/**
 * Hands over the next offer, or asks for a fresh one if it is stale.
 * @param full the sources that take no more offers for now; this function adds to it
 * @returns whether there was an offer to handle
 */
function handOverNext(draft: Draft, full: Set<PeerId>): boolean {
  const { viewers, limits, now } = draft;
  const sources = presentSources(draft);
  for (const peer of viewers.nextReady()) {
    const viewer = viewers.get(peer);
    if (viewer === undefined || viewer.held === null) continue;
    const { held } = viewer;
    const leastBusy = chooseSource(viewer, sources);
    if (leastBusy === null) continue;
    const source = boundTo(viewer) ?? leastBusy;
    if (full.has(source)) continue;
    const isHere = sources.some(({ peer }) => peer === source);
    if (!isHere || now - held.since > limits.offerFresh) {
      renew(draft, peer);
      return true;
    }
    const size = JSON.stringify(held).length;
    if (!canTake(viewers.load(source), size, limits.offersInFlight)) {
      full.add(source);
      continue;
    }
    handOverTo(draft, source, peer, viewer, held, size);
    return true;
  }
  return false;
}

function canTake({ inFlight, bytes }: Load, size: number, offersInFlight: number): boolean {
  if (inFlight >= offersInFlight) return false; // R4
  return inFlight === 0 || bytes + size <= OFFER_BYTES_IN_FLIGHT;
}

function renew(draft: Draft, peer: PeerId): void {
  const viewer = draft.viewers.get(peer);
  if (viewer === undefined) return;
  draft.viewers.put(peer, { ...viewer, held: null, renewRequested: true });
  draft.sendToViewer(peer, { type: "renew" });
}

function handOverTo(
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
  draft.sendToSource(source, { ...offer, candidates: [...candidates] }); // R2
}

/** The sources that may have a link with this viewer. */
export function sourcesOf({ seat, viewers }: Draft, { source, link }: Viewer): PeerId[] {
  if (source !== null) return [source];
  if (link === null) return [];
  return [...isOnAir(seat) ? [seat.broadcaster] : [], ...viewers.sfus];
}

/** Tells a source to close its link with a viewer: now, or when it resumes. */
export function closeLink(draft: Draft, source: PeerId, peer: PeerId, { link }: Viewer): void {
  const { seat, viewers, limits } = draft;
  draft.sendToSource(source, { type: "left", peer });
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

/** Takes back the offers that an absent source has not answered. Its links stay, because they may still carry media. */
export function takeBackOffers(draft: Draft, source: PeerId): void {
  const others = presentSources(draft);
  for (const [peer, viewer] of draft.viewers) {
    if (viewer.source === source && isInFlight(viewer)) {
      draft.viewers.put(peer, withoutLink(viewer, others));
    }
  }
}

/**
 * Drops the links of these viewers, so that `handOver` asks for new ones.
 * @param others the sources that are present
 */
export function dropLinks(
  draft: Draft,
  others: readonly Source[],
  isLost: (viewer: Viewer) => boolean,
): void {
  for (const [peer, viewer] of draft.viewers) {
    if (!isLost(viewer)) continue;
    const { held, ...rest } = withoutLink(viewer, others);
    // Only the lost source could have answered an ICE restart.
    const cannotRestart = held !== null && held.restart && chooseSource(viewer, others) !== null;
    draft.viewers.put(peer, {
      ...rest,
      held: cannotRestart ? null : held,
      source: null,
      renewRequested: false,
    });
  }
}

/** A viewer without its link. Its unanswered offer is held again if another source can answer it. */
function withoutLink(viewer: Viewer, others: readonly Source[]): Viewer {
  const { held, link } = viewer;
  const offer = link?.offer ?? null;
  const isReusable = offer !== null && !offer.restart && chooseSource(viewer, others) !== null;
  return { ...viewer, link: null, held: held ?? (isReusable ? offer : null) };
}
