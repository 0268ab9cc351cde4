/**
 * Peers by a number that each has now, the smallest first: a binary heap. A number that changes is added again; what it was
 * before is dropped when it comes up, or when there is too much of it.
 */
import type { PeerId } from "./room_model.ts";

export interface Entry {
  readonly at: number;
  readonly peer: PeerId;
}

const FEW = 64;

export class Agenda {
  #heap: Entry[] = [];
  /** With so many entries, those that are outdated are looked for. */
  #cleanAt = FEW;

  /** @param current the number that a peer has now, or null if it has none */
  constructor(readonly current: (peer: PeerId) => number | null) {}

  /** How many entries there are, outdated ones among them. */
  get size(): number {
    return this.#heap.length;
  }

  add(peer: PeerId, at: number): void {
    if (this.#heap.length >= this.#cleanAt) this.#clean();
    this.#heap.push({ at, peer });
    this.#rise(this.#heap.length - 1);
  }

  /** The entry with the smallest number, which stays; null if there is none. */
  first(): Entry | null {
    for (;;) {
      const [first] = this.#heap;
      if (first === undefined) return null;
      if (this.current(first.peer) === first.at) return first;
      this.#drop();
    }
  }

  #drop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #clean(): void {
    const current = new Map<PeerId, Entry>();
    for (const entry of this.#heap) {
      if (this.current(entry.peer) === entry.at) current.set(entry.peer, entry);
    }
    this.#heap = [...current.values()].sort((a, b) => a.at - b.at); // what is sorted is a heap
    this.#cleanAt = Math.max(FEW, 2 * this.#heap.length);
  }

  #rise(index: number): void {
    const heap = this.#heap;
    const entry = heap[index];
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent].at <= entry.at) break;
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = entry;
  }

  #sink(index: number): void {
    const heap = this.#heap;
    const entry = heap[index];
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1].at < heap[child].at) child++;
      if (entry.at <= heap[child].at) break;
      heap[index] = heap[child];
      index = child;
    }
    heap[index] = entry;
  }
}
