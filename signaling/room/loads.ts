/** How busy each source of a room is: its links, and the offers that it has not answered yet. */
import type { PeerId, Viewer } from "./model.ts";

export interface Load {
  readonly links: number;
  /** How many of the links have an unanswered offer. */
  readonly inFlight: number;
  /** About how many bytes those offers take in the source's send queue. */
  readonly bytes: number;
}

const NONE: Load = { links: 0, inFlight: 0, bytes: 0 };

export class Loads {
  readonly #loads = new Map<PeerId, Load>();

  of(source: PeerId): Load {
    return this.#loads.get(source) ?? NONE;
  }

  /** Adds a viewer's link to the load of its source, or subtracts it. */
  add(viewer: Viewer, by: 1 | -1): void {
    const { source, link } = viewer;
    if (source === null || link === null) return;
    const { links, inFlight, bytes } = this.of(source);
    if (links + by === 0) return void this.#loads.delete(source);
    const unanswered = isInFlight(viewer) ? by : 0;
    this.#loads.set(source, {
      links: links + by,
      inFlight: inFlight + unanswered,
      bytes: bytes + unanswered * link.size,
    });
  }
}

/** Whether the viewer's source has not yet answered its offer. */
export function isInFlight({ link }: Viewer): boolean {
  return link !== null && link.answerBy !== null;
}

/** The only source that can take a viewer's held offer, or null for any. An ICE restart needs the link's source. */
export function boundTo({ held, source }: Viewer): PeerId | null {
  return held?.restart ? source : null;
}
