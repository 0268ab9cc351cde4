/** A token bucket: so many a second on average, so many at once. */
export class RateLimit {
  #tokens: number;
  #filledAt: number;

  /** @param now milliseconds, on the clock that `take` is given too */
  constructor(readonly perSecond: number, readonly burst: number, now: number) {
    this.#tokens = burst;
    this.#filledAt = now;
  }

  /** Takes one token, if there is one. */
  take(now: number): boolean {
    this.#fill(now);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** Puts back a token that was taken. */
  putBack(): void {
    this.#tokens = Math.min(this.burst, this.#tokens + 1);
  }

  /** Milliseconds until `take` will succeed. */
  wait(now: number): number {
    this.#fill(now);
    return Math.max(0, Math.ceil((1 - this.#tokens) * 1000 / this.perSecond));
  }

  #fill(now: number): void {
    const gained = Math.max(0, now - this.#filledAt) * this.perSecond / 1000; // the system clock may be set back
    this.#tokens = Math.min(this.burst, this.#tokens + gained);
    this.#filledAt = now;
  }
}
