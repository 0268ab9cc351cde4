/**
 * How many of two cores each file of `tests/browser` keeps busy while it runs. Those that are not named keep one: nothing
 * but what mostly waits runs beside two of them. What takes longest comes first, so that nothing long is left for the end.
 */
export const LOADS: Readonly<Record<string, number>> = {
  "recovery_network.test.ts": 0.5,
  "small_screens.test.tsx": 1,
  "accessibility.test.ts": 1,
  "recording.test.ts": 1.5,
  "recovery_devices.test.ts": 0.5,
  "turn_nat.test.ts": 0.5,
  "quality.test.ts": 1.5,
  "recovery_sockets.test.ts": 1,
  "devices.test.ts": 1,
  "no_picture.test.ts": 0.5,
  "storage.test.ts": 1,
  "recovery_pages.test.ts": 1,
  "churn.test.ts": 1.5,
  "broken_webrtc.test.ts": 0.5,
  "check.test.ts": 0.5,
  "turn.test.ts": 0.5,
  "player.test.ts": 1,
  "shape.test.ts": 1,
  "join.test.ts": 1,
  "sources.test.ts": 1,
  "page_script.test.ts": 0.5,
  "home.test.ts": 0.5,
  "time.test.ts": 0.5,
  "studio_check.test.ts": 0.5,
};

/** Of the one process that runs everything but `tests/browser`. */
export const LOAD_ELSEWHERE = 1;

const DEFAULT_LOAD = 1;

export interface Job {
  readonly file: string;
  readonly load: number;
}

/** The files in the order in which they are to start. */
export function jobsOf(files: readonly string[]): Job[] {
  const order = Object.keys(LOADS);
  const rank = (file: string) => order.includes(file) ? order.indexOf(file) : order.length;
  return files.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((file) => ({ file, load: LOADS[file] ?? DEFAULT_LOAD }));
}
