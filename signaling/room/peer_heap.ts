/**
 * Peers by a number that each has now, the smallest first. A number that changes is added again; what it was before is
 * dropped when it comes up, or when there is too much of it.
 */
import TinyQueue from "tinyqueue";
import type { PeerId } from "./model.ts";

export interface Entry {
  readonly at: number;
  readonly peer: PeerId;
}

const FEW = 64;

export class PeerHeap {
  #queue = queueOf([]);
  /** With so many entries, those that are outdated are looked for. */
  #cleanAt = FEW;

  /** @param current the number that a peer has now, or null if it has none */
  constructor(readonly current: (peer: PeerId) => number | null) {}

  /** How many entries there are, outdated ones among them. */
  get size(): number {
    return this.#queue.length;
  }

  add(peer: PeerId, at: number): void {
    if (this.#queue.length >= this.#cleanAt) this.#clean();
    this.#queue.push({ at, peer });
  }

  /** The entry with the smallest number, which stays; null if there is none. */
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
    this.#cleanAt = Math.max(FEW, 2 * this.#queue.length);
  }
}

function queueOf(entries: Entry[]): TinyQueue<Entry> {
  return new TinyQueue(entries, (a, b) => a.at - b.at);
}
