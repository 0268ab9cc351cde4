/**
 * Who answers a viewer's offer: the broadcaster, or an SFU where there is one. An SFU watches the broadcaster, never another
 * SFU. This is the only place that chooses.
 */
import type { Load } from "./loads.ts";
import { isOnAir, type PeerId, type Room, type Viewer } from "./model.ts";

/** Somebody who can be handed an offer now. */
export interface Source {
  readonly peer: PeerId;
  readonly isSfu: boolean;
  readonly load: Load;
}

/** A room's sources that are here. Without a broadcast there is nothing to be a source of. */
export function sourcesHere({ seat, viewers }: Pick<Room, "seat" | "viewers">): Source[] {
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

/** Which of these sources a new link of this viewer is to be with; null: none of them. */
export function assign({ sfu }: Viewer, sources: readonly Source[]): PeerId | null {
  const sfus = sfu === null ? sources.filter(({ isSfu }) => isSfu) : [];
  const able = sfus.length > 0 ? sfus : sources.filter(({ isSfu }) => !isSfu);
  return able.reduce<Source | null>(lessBusy, null)?.peer ?? null;
}

function lessBusy(a: Source | null, b: Source): Source {
  if (a === null || b.load.inFlight < a.load.inFlight) return b;
  return b.load.inFlight === a.load.inFlight && b.load.links < a.load.links ? b : a;
}
