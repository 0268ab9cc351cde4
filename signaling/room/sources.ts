/**
 * Chooses the source that answers a viewer's offer: an SFU if there is one, else the broadcaster. An SFU's own offer
 * goes to the broadcaster, never to another SFU.
 */
import type { Load } from "./loads.ts";
import { isOnAir, type PeerId, type Room, type Viewer } from "./model.ts";

/** A source that is present and can be handed an offer now. */
export interface Source {
  readonly peer: PeerId;
  readonly isSfu: boolean;
  readonly load: Load;
}

/** The sources that are present; none if there is no broadcast. */
export function presentSources({ seat, viewers }: Pick<Room, "seat" | "viewers">): Source[] {
  if (!isOnAir(seat)) return [];
  const sources: Source[] = [];
  if (seat.state === "live") {
    const peer = seat.broadcaster;
    sources.push({ peer, isSfu: false, load: viewers.load(peer) });
  }
  for (const peer of viewers.sfus) {
    const isHere = viewers.get(peer)?.awayUntil === null;
    if (isHere) sources.push({ peer, isSfu: true, load: viewers.load(peer) });
  }
  return sources;
}

/** The source for a new link of this viewer: the least busy one that may serve it, or null. */
export function chooseSource({ sfu }: Viewer, sources: readonly Source[]): PeerId | null {
  const sfus = sfu === null ? sources.filter(({ isSfu }) => isSfu) : [];
  const candidates = sfus.length > 0 ? sfus : sources.filter(({ isSfu }) => !isSfu);
  return candidates.reduce<Source | null>(lessBusy, null)?.peer ?? null;
}

function lessBusy(a: Source | null, b: Source): Source {
  if (a === null || b.load.inFlight < a.load.inFlight) return b;
  return b.load.inFlight === a.load.inFlight && b.load.links < a.load.links ? b : a;
}
