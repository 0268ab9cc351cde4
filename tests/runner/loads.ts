/**
 * How much of a core each file of `tests/browser` keeps busy while it runs, in percent. Those not named are as usual. What
 * takes longest comes first, so that nothing long is left for the end.
 */

/** It waits most of the time: for a fault to last, for somebody to give up. */
const WAITS = 30;
/** Three at a time would be too many: Chromium sends a smaller picture where the cores are busy. */
const USUAL = 70;
/** It encodes and decodes all the time, or holds what it sees against a clock. */
const COMPUTES = 85;

export const LOADS: Readonly<Record<string, number>> = {
  "recovery_network.test.ts": WAITS,
  "small_screens.test.tsx": USUAL,
  "accessibility.test.ts": COMPUTES,
  "recording.test.ts": COMPUTES,
  "recovery_devices.test.ts": WAITS,
  "quality.test.ts": COMPUTES,
  "recovery_sockets.test.ts": COMPUTES,
  "devices.test.ts": COMPUTES,
  "no_picture.test.ts": COMPUTES,
  "broken_webrtc.test.ts": USUAL,
  "recovery_pages.test.ts": COMPUTES,
  "turn_nat.test.ts": WAITS,
  "sources.test.ts": COMPUTES,
  "https.test.ts": COMPUTES,
  "player.test.ts": USUAL,
  "storage.test.ts": USUAL,
  "shape.test.ts": COMPUTES,
  "check.test.ts": WAITS,
  "turn.test.ts": WAITS,
  "media.test.ts": COMPUTES,
  "firefox.test.ts": COMPUTES,
  "outages.test.ts": COMPUTES,
  "page.test.ts": COMPUTES,
  "admission.test.ts": COMPUTES,
  "page_script.test.ts": USUAL,
  "home.test.ts": WAITS,
  "churn.test.ts": COMPUTES,
  "time.test.ts": WAITS,
};

/** Of the one process that runs everything but `tests/browser`. */
export const LOAD_ELSEWHERE = COMPUTES;

export interface Job {
  readonly file: string;
  readonly load: number;
}

/** The files in the order in which they are to start. */
export function jobsOf(files: readonly string[]): Job[] {
  const order = Object.keys(LOADS);
  const rank = (file: string) => order.includes(file) ? order.indexOf(file) : order.length;
  return files.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((file) => ({ file, load: LOADS[file] ?? USUAL }));
}
