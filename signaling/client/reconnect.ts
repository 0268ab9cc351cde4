/** How long to wait before connecting again, in milliseconds. */

const FIRST = 250;
/** The first attempts have a low cap, so that a short outage ends within two seconds. */
const EARLY = { attempts: 12, cap: 2_000 };
const CAP = 7_000;
/** An outdated page can reconnect only if the server is rolled back. */
const OUTDATED_CAP = 60_000;

/**
 * Chromium delays the next WebSocket of a page the longer the more have failed within four minutes: by up to 0.3 s after
 * 12, by up to 5 s after 16 (its `WebSocketThrottler`). After this many failures, probe by HTTP before opening a socket.
 */
const MAX_FAILED_SOCKETS = 10;

/** Whether to probe for the server before opening another socket. */
export function probesFirst(failed: number): boolean {
  return failed >= MAX_FAILED_SOCKETS;
}

/** The attempts since contact was lost. */
export interface Attempts {
  /** The number of failed ones. 0: contact was just lost. */
  readonly failed: number;
  /** Whether the last one timed out: the network is gone, so another attempt burdens no server. */
  readonly unanswered: boolean;
  /** Whether the server speaks another sub-protocol than this page. */
  readonly outdated: boolean;
}

/**
 * 0 at first, then growing, with full jitter, so that pages do not all return at once when a server restarts. After a timeout
 * 0 again, because the attempt itself took time, and so that the page notices when the network is back.
 * @param random from 0 to 1
 */
export function reconnectDelay({ failed, unanswered, outdated }: Attempts, random: number): number {
  if (failed === 0 || unanswered) return 0;
  if (outdated) return random * OUTDATED_CAP;
  const cap = failed <= EARLY.attempts ? EARLY.cap : CAP;
  return random * Math.min(cap, FIRST * 2 ** failed);
}
