/** What is with each source of a room, and what waits for it: its links, and the offers that it has not answered yet. */
import type { PeerId, Viewer } from "./model.ts";

export interface Load {
  readonly links: number;
  /** How many of them are unanswered, and what their offers take of the source's queue. */
  readonly inFlight: number;
  readonly bytes: number;
}

const NONE: Load = { links: 0, inFlight: 0, bytes: 0 };

export class Loads {
  readonly #loads = new Map<PeerId, Load>();

  of(source: PeerId): Load {
    return this.#loads.get(source) ?? NONE;
  }

  /** Adds a viewer to what is with its source, or takes it away again. */
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

/** Whether its source has an offer of this viewer that it has not answered. */
export function isInFlight({ link }: Viewer): boolean {
  return link !== null && link.answerBy !== null;
}

/** The one source that a viewer's held offer is for, or null: only who has a connection can restart it. */
export function boundTo({ held, source }: Viewer): PeerId | null {
  return held?.restart ? source : null;
}
