/**
 * A priority queue of peers by a number that each peer has, smallest first. When a peer's number changes it is added
 * again; the outdated entry is dropped when it reaches the front, or when there are too many.
 */
import TinyQueue from "tinyqueue";
import type { PeerId } from "./model.ts";

export interface Entry {
  readonly at: number;
  readonly peer: PeerId;
}

/** Below this many entries, no cleaning. */
const MIN_CLEAN_SIZE = 64;

export class PeerHeap {
  #queue = queueOf([]);
  /** At this many entries, the outdated ones are removed. */
  #cleanAt = MIN_CLEAN_SIZE;

  /** @param current returns a peer's present number, or null if it has none */
  constructor(readonly current: (peer: PeerId) => number | null) {}

  /** The number of entries, including outdated ones. */
  get size(): number {
    return this.#queue.length;
  }

  add(peer: PeerId, at: number): void {
    if (this.#queue.length >= this.#cleanAt) this.#clean();
    this.#queue.push({ at, peer });
  }

  /** The entry with the smallest number, without removing it; null if there is none. */
  first(): Entry | null {
    for (;;) {
      const first = this.#queue.peek();
      if (first === undefined) return null;
      if (this.current(first.peer) === first.at) return first;
      this.#queue.pop();
    }
  }

  #clean(): void {
    const current = new Map<PeerId, Entry>();
    for (const entry of this.#queue.data) {
      if (this.current(entry.peer) === entry.at) current.set(entry.peer, entry);
    }
    this.#queue = queueOf([...current.values()]);
    this.#cleanAt = Math.max(MIN_CLEAN_SIZE, 2 * this.#queue.length);
  }
}

function queueOf(entries: Entry[]): TinyQueue<Entry> {
  return new TinyQueue(entries, (a, b) => a.at - b.at);
}
