/** Statistics of several runs, by rank, so that "never" (`Infinity`) is a value like others. */

function ranked(figures: readonly number[]): number[] {
  return figures.toSorted((a, b) => a - b);
}

/** Of an even number, the mean of the middle two; NaN for an empty list. */
export function median(figures: readonly number[]): number {
  const sorted = ranked(figures);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return low === high ? low ?? NaN : (low + high) / 2;
}

/** The smallest figure that at least `part` of all figures do not exceed (nearest rank). @param part from 0 to 1 */
export function quantile(figures: readonly number[], part: number): number {
  return ranked(figures)[Math.max(0, Math.ceil(part * figures.length) - 1)] ?? NaN;
}

/** The least-squares line a + b × x. */
export function line(
  points: readonly (readonly [x: number, y: number])[],
): { a: number; b: number } {
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const x = mean(([x]) => x);
  const y = mean(([, y]) => y);
  const b = mean((point) => (point[0] - x) * (point[1] - y)) / mean((point) => (point[0] - x) ** 2);
  return { a: y - b * x, b };
}
