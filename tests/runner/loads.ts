/**
 * How many of two cores each file of `tests/browser` keeps busy while it runs. Those that are not named keep one: nothing
 * but what mostly waits runs beside two of them. What takes longest comes first, so that nothing long is left for the end.
 */
export const LOADS: Readonly<Record<string, number>> = { "accessibility.test.ts": 1 };

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
