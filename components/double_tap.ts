/** Two taps, or clicks, that belong together. Browsers do not agree on `dblclick` for fingers. Pure. */

export interface Tap {
  /** In milliseconds. */
  readonly timeStamp: number;
  /** In CSS pixels. */
  readonly clientX: number;
  readonly clientY: number;
}

const MAX_INTERVAL = 350;
const MAX_DISTANCE = 40;

export function isDoubleTap(first: Tap | null, second: Tap): boolean {
  if (first === null || second.timeStamp - first.timeStamp > MAX_INTERVAL) return false;
  return Math.hypot(second.clientX - first.clientX, second.clientY - first.clientY) <= MAX_DISTANCE;
}
