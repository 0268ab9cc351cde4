/** The texts of the connection check, from its findings. */
import type { CheckTexts } from "@/i18n/en/check.ts";
import type { CheckPageTexts } from "@/i18n/en/check_page.ts";
import type { Format } from "@/i18n/format.ts";
import { type FullProblem, type FullReport, verdictOf } from "@/webrtc/check/report.ts";
import { checkLines } from "../studio/check_words.ts";
import type { Line, Outcome } from "./CheckList.tsx";

/** What it is said with. */
export interface Speech {
  readonly check: CheckTexts;
  readonly page: CheckPageTexts;
  readonly format: Format;
}

export interface ReportWords {
  /** What one can do here. */
  readonly standing: string;
  readonly outcome: Outcome;
  /** What is wrong, and what to do about it. */
  readonly advice: string | null;
  readonly findings: readonly Line[];
  readonly servers: readonly Line[];
  /** Way, protocol, address, and how many were found. */
  readonly candidates: readonly (readonly string[])[];
}

export function reportWords(report: FullReport, speech: Speech): ReportWords {
  const { check, page, format } = speech;
  const { standing, problem } = verdictOf(report);
  const { kinds, families } = page.candidates;
  return {
    standing: page.standings[standing],
    outcome: standing === "nothing" ? "problem" : problem === null ? "fine" : "unknown",
    advice: problem === null ? null : adviceOn(problem, speech),
    findings: [...checkLines(report, check, format), callLine(report, speech)],
    servers: serverLines(report, speech),
    candidates: report.candidates.map(({ kind, protocol, family, count }) => [
      kinds[kind],
      protocol.toUpperCase(),
      families[family],
      format.number(count),
    ]),
  };
}

function adviceOn(problem: FullProblem, { check, page, format }: Speech): string {
  const problems = { ...check.problems, ...page.problems };
  const { fact, advice } = problems[problem];
  return format.sentences([fact, advice]);
}

function callLine({ call, findings }: FullReport, { page, format }: Speech): Line {
  if (findings.media !== "fine") return { outcome: "unknown", words: page.callNotTried };
  if (call === null) return { outcome: "problem", words: page.noCall };
  const { bitrate, frameRate, delay } = call;
  const figures = [
    bitrate === null ? [] : format.bitrate(bitrate),
    frameRate === null ? [] : page.frameRate(format.number(Math.round(frameRate))),
    delay === null ? [] : page.delay(format.milliseconds(Math.round(delay))),
  ];
  return { outcome: "fine", words: page.call(format.list(figures.flat())) };
}

function serverLines(report: FullReport, { page: { servers: texts }, format }: Speech): Line[] {
  const { servers, turn, findings } = report;
  if (findings.webrtc !== "fine") return [{ outcome: "unknown", words: texts.notTried }];
  const lines = servers.map(({ url, answer, took }): Line => {
    return {
      outcome: answer === "answers" ? "fine" : "problem",
      words: took === null
        ? texts.answers[answer](url)
        : texts.answered(url, format.milliseconds(Math.round(took))),
    };
  });
  const isMissing = turn !== "none" && !servers.some(({ isTurn }) => isTurn);
  if (isMissing) lines.push({ outcome: "problem", words: texts.turnMissing });
  return lines.length > 0 ? lines : [{ outcome: "unknown", words: texts.none }];
}

/** The start of each line, for a reader without colours and icons. */
const MARKS: Readonly<Record<Outcome, string>> = { fine: "+", unknown: "?", problem: "!" };

/**
 * The report as plain text to share, without addresses.
 * @param at the time of the report, in milliseconds since 1970
 * @param agent the browser's user agent string
 */
export function reportText(
  words: ReportWords,
  { page }: Speech,
  at: number,
  agent: string,
): string {
  const listed = (lines: readonly Line[]) =>
    lines.map(({ outcome, words }) => `${MARKS[outcome]} ${words}`);
  const candidateLines = words.candidates.map((row) => row.join(", "));
  return [
    `Tuila: ${page.title}, ${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`,
    page.report.browser(agent),
    "",
    words.standing,
    words.advice ?? [],
    "",
    ...listed(words.findings),
    "",
    page.servers.heading,
    ...listed(words.servers),
    "",
    page.candidates.heading,
    ...(candidateLines.length > 0 ? candidateLines : [page.candidates.none]),
  ].flat().join("\n");
}
