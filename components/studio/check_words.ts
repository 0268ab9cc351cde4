/** The texts of the studio's check. */
import type { CheckTexts } from "@/i18n/en/check.ts";
import type { Format } from "@/i18n/format.ts";
import { CHECK_POINTS, type CheckReport, firstProblem } from "@/webrtc/check/check_report.ts";
import type { Line } from "../check/CheckList.tsx";

/** Every point, in a sentence. */
export function checkLines(
  report: CheckReport,
  texts: CheckTexts,
  { list }: Format,
): Line[] {
  return CHECK_POINTS.map((point) => {
    const finding = report.findings[point];
    if (finding === "unknown") return { outcome: finding, words: texts.unknown[point] };
    if (finding !== "fine") {
      return { outcome: "problem", words: texts.problems[finding].fact };
    }
    const by = point === "media" ? report.paths.map((kind) => texts.paths[kind]) : [];
    return {
      outcome: finding,
      words: by.length > 0 ? texts.mediaBy(list(by)) : texts.fine[point],
    };
  });
}

/** The result: all is well, or what is wrong and what to do. */
export function verdict(report: CheckReport, texts: CheckTexts, format: Format): string {
  const problem = firstProblem(report);
  if (problem === null) return texts.ready;
  const { fact, advice } = texts.problems[problem];
  return format.sentences([fact, advice]);
}
