import type { Clock } from "@/common/clock.ts";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** More than any chain of promises that needs nothing but itself. */
const TURNS = 6;

/** All promises that wait for nothing else have come to their end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}

/** Time that stands still until the test moves it. */
export class FakeClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = { at: this.#now + delay, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many callbacks are still to come. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on, and calls back everything that is due on the way, in its order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    while (this.#callNext(end));
    this.#now = end;
  }

  /** The same; what was promised comes to its end before the next is called back. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    do await settled(); while (this.#callNext(end));
    this.#now = end;
  }

  /** Calls back what is due first by then. @returns whether there was anything */
  #callNext(end: number): boolean {
    let next: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.at <= end && (next === null || timer.at < next.at)) next = timer;
    }
    if (next === null) return false;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.callback();
    return true;
  }
}
