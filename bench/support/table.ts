/** Formats measurements as a text table. */
import type { Goal, Measurement } from "./part.ts";
import { median, quantile } from "./statistics.ts";

export const OURS = "tuila";

/** One row for each rival with Tuila's figures; a single row if there is no rival. */
export function rows(measurement: Measurement): string[][] {
  const { metric, unit, figures, goals = [] } = measurement;
  const ours = figures[OURS] ?? [];
  const rivals = Object.keys(figures).filter((name) => name !== OURS);
  const own = [
    `${metric}, ${unit}`,
    String(ours.length),
    number(median(ours)),
    number(worst(ours, measurement)),
  ];
  const met = goals.map((goal) => `${goalText(goal, measurement)} ${verdictOf(goal, measurement)}`);
  const verdict = met.join(", ");
  if (rivals.length === 0) return [[...own, "", "", "", "", verdict]];
  return rivals.map((rival, index) => [
    ...(index === 0 ? own : ["", "", "", ""]),
    rival,
    number(median(figures[rival])),
    number(worst(figures[rival], measurement)),
    ratio(median(ours), median(figures[rival])),
    index === 0 ? verdict : "",
  ]);
}

const HEAD = ["", "runs", OURS, "worst", "rival", "median", "worst", "ratio", "goal"];
const IS_TEXT = new Set([0, 4, 8]);

export function table(measurements: readonly Measurement[]): string {
  const lines = [HEAD, ...measurements.flatMap(rows)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) =>
    line.map((cell, column) =>
      IS_TEXT.has(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column])
    ).join("  ").trimEnd()
  ).join("\n");
}

function worst(figures: readonly number[], { better }: Measurement): number {
  if (figures.length === 0) return NaN;
  return better === "lower" ? Math.max(...figures) : Math.min(...figures);
}

/** The value that Tuila must reach; NaN if the goal's contender was not measured. */
function boundOf({ of, times = 1, plus = 0, bound = NaN }: Goal, { figures }: Measurement): number {
  return of === undefined ? bound : times * median(figures[of] ?? []) + plus;
}

/** "–" if Tuila or the goal's contender was not measured. */
function verdictOf(goal: Goal, measurement: Measurement): string {
  const ours = measurement.figures[OURS] ?? [];
  const reached = goal.at === "p95"
    ? quantile(ours, 0.95)
    : goal.at === "worst"
    ? worst(ours, measurement)
    : median(ours);
  const bound = boundOf(goal, measurement);
  if (Number.isNaN(reached) || Number.isNaN(bound)) return "–";
  return (measurement.better === "lower" ? reached <= bound : reached >= bound) ? "✓" : "✗";
}

function goalText({ of, times, plus, bound, at }: Goal, { better }: Measurement): string {
  const sign = better === "lower" ? "≤" : "≥";
  const what = at === undefined || at === "median" ? "" : `${at} `;
  if (of === undefined) return `${what}${sign} ${bound}`;
  return `${what}${sign} ${times === undefined ? "" : `${times} × `}${of}${
    plus === undefined ? "" : ` + ${plus}`
  }`;
}

function ratio(ours: number, theirs: number): string {
  const value = ours / theirs;
  return Number.isFinite(value) ? `${value.toFixed(2)} ×` : "–";
}

function number(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return "never";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}
