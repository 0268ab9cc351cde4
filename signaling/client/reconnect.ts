/** How long to wait before connecting again, in milliseconds. */

const FIRST = 250;
/** Who was away for seconds is back within two; who is away for longer asks less often. */
const SOON = { attempts: 12, cap: 2_000 };
const CAP = 7_000;
/** A page that is older than the server is met again only where the server is rolled back. */
const OUTDATED_CAP = 60_000;

/**
 * Chromium delays the next WebSocket of a page the longer the more have failed within four minutes: by up to 0.3 s after
 * 12, by up to 5 s after 16 (its `WebSocketThrottler`). So only so many are tried before somebody has answered.
 */
const MOST_SOCKETS = 10;

/** Whether to ask for the server by other means first, before yet another socket that fails. */
export function probesFirst(failed: number): boolean {
  return failed >= MOST_SOCKETS;
}

/** What the policy knows of the attempts since the last contact. */
export interface Attempts {
  /** How many have failed, from 0: none has, contact was just lost. */
  readonly failed: number;
  /** Whether nobody answered the last one at all: the network is gone, and nobody is burdened by the next. */
  readonly unanswered: boolean;
  /** Whether the server spoke another sub-protocol when it was asked last. */
  readonly outdated: boolean;
}

/**
 * At once, then growing, with full jitter: a server that restarts is not met by everybody at the same moment. Where
 * nobody answers, the attempt itself was the waiting: the next begins at once, so that the network's return is noticed.
 * @param random from 0 to 1
 */
export function reconnectDelay({ failed, unanswered, outdated }: Attempts, random: number): number {
  if (failed === 0 || unanswered) return 0;
  if (outdated) return random * OUTDATED_CAP;
  const cap = failed <= SOON.attempts ? SOON.cap : CAP;
  return random * Math.min(cap, FIRST * 2 ** failed);
}
