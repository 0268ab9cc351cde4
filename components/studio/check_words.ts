/** What a check says. */
import type { CheckTexts } from "@/i18n/check.ts";
import { CHECK_POINTS, type CheckPoint, type CheckReport, gravest } from "@/webrtc/check_report.ts";

export type Outcome = "fine" | "unknown" | "problem";

export interface CheckLine {
  readonly point: CheckPoint;
  readonly outcome: Outcome;
  readonly words: string;
}

/** Every point, in a sentence. */
export function checkLines(
  report: CheckReport,
  texts: CheckTexts,
  list: (items: readonly string[]) => string,
): CheckLine[] {
  return CHECK_POINTS.map((point) => {
    const finding = report.findings[point];
    if (finding === "unknown") return { point, outcome: finding, words: texts.unknown[point] };
    if (finding !== "fine") {
      return { point, outcome: "problem", words: texts.problems[finding].fact };
    }
    const by = point === "media" ? report.paths.map((kind) => texts.paths[kind]) : [];
    return {
      point,
      outcome: finding,
      words: by.length > 0 ? texts.mediaBy(list(by)) : texts.fine[point],
    };
  });
}

/** What it comes to: that all is well, or what is wrong and what to do. */
export function verdict(report: CheckReport, texts: CheckTexts): string {
  const problem = gravest(report);
  if (problem === null) return texts.ready;
  const { fact, advice } = texts.problems[problem];
  return `${fact} ${advice}`;
}
