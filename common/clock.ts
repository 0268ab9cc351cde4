/** Time, so that tests can own it. Used by both ends. */
export interface Clock {
  /** Milliseconds since 1970. Never goes back. */
  now(): number;
  /** Calls back once, after so many milliseconds. Returns what cancels it. */
  after(delay: number, callback: () => void): () => void;
}

export const SYSTEM_CLOCK: Clock = {
  // Not Date.now(): the system's clock may be set while peers wait.
  now: () => Math.trunc(performance.timeOrigin + performance.now()),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
