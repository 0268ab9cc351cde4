import type { Clock } from "@/common/clock.ts";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** More microtask turns than the longest chain of promises takes. */
const TURNS = 6;

/** Lets all promises settle that wait for neither time nor input. */
async function settlePromises(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}

/** A clock that stands still until the test advances it. */
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

  /** How many timers have not fired yet. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Advances the time, and fires all timers that become due, in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    while (this.#callNext(end));
    this.#now = end;
  }

  /** Like `advance`, but lets promises settle before each timer. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    do await settlePromises(); while (this.#callNext(end));
    this.#now = end;
  }

  /** Fires the timer that is due first, if it is due by `end`. @returns whether there was one */
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
