/** How long to wait before connecting again. */

const FIRST = 250;
const CAP = 7_000;

/**
 * At once, then growing, with full jitter: a server that restarts is not met by everybody at the same moment.
 * @param attempt how many have failed since the last contact, from 0
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function reconnectDelay(attempt: number, random: number): number {
  return attempt === 0 ? 0 : random * Math.min(CAP, FIRST * 2 ** attempt);
}
