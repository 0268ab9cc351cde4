/** What the whole check finds, and what that comes to. Pure. */
import { OUTAGES } from "@/signaling/protocol/outage.ts";
import { type CheckProblem, type CheckReport, gravest, type PathKind } from "./check_report.ts";

/** Of an address; `hidden`: the browser gives a name in its place (mDNS, draft-ietf-mmusic-mdns-ice-candidates). */
export type Family = "IPv4" | "IPv6" | "hidden";

/** Candidates that are of a kind. Where they lead is nobody's business. */
export interface CandidateGroup {
  readonly kind: PathKind;
  readonly protocol: "udp" | "tcp";
  readonly family: Family;
  readonly count: number;
}

/** `refused`: a TURN server that is there, and does not take the credentials. */
export type ServerAnswer = "answers" | "silent" | "refused";

/** What became of one URL of the ICE servers. */
export interface ServerFinding {
  readonly url: string;
  readonly isTurn: boolean;
  readonly answer: ServerAnswer;
  /** After how many milliseconds it answered. */
  readonly took: number | null;
}

/** A call of this browser with itself. null: the browser does not tell. */
export interface CallStats {
  /** Bits a second. */
  readonly bitrate: number | null;
  /** Frames a second. */
  readonly frameRate: number | null;
  /** In milliseconds, on the way and in the buffer. */
  readonly delay: number | null;
}

export interface FullReport extends CheckReport {
  readonly candidates: readonly CandidateGroup[];
  readonly servers: readonly ServerFinding[];
  /** null: none was tried, or carried a picture. */
  readonly call: CallStats | null;
  /** Whether the server has a TURN server, and whether every path must lead through one. */
  readonly turn: "none" | "there" | "required";
}

/** What only the whole check can find. */
export type FullProblem =
  | CheckProblem
  | "no-picture" // a connection comes about, and carries none
  | "no-turn" // every path must lead through a TURN server, and none is to be had
  | "no-way-out"; // no server that helps connections to leave this network answers

/** What one can do here: nothing, or only in this network, or only watch, or all, though something is missing. */
export type Standing = "nothing" | "nearby" | "watching" | "all";

export interface Verdict {
  readonly standing: Standing;
  /** What to see to; null: nothing. */
  readonly problem: FullProblem | null;
}

/** In the way of watching as well. */
const FATAL: readonly CheckProblem[] = ["no-webrtc", ...OUTAGES, "no-media"];

export function verdictOf(report: FullReport): Verdict {
  const { findings, servers, call, turn } = report;
  const fatal = FATAL.find((problem) => Object.values(findings).includes(problem));
  const hasTurn = servers.some(({ isTurn, answer }) => isTurn && answer === "answers");
  const isReached = fatal === undefined || fatal === "no-media";
  if (isReached && turn === "required" && !hasTurn) {
    return { standing: "nothing", problem: "no-turn" };
  }
  if (fatal !== undefined) return { standing: "nothing", problem: fatal };
  if (call === null) return { standing: "nothing", problem: "no-picture" };
  if (servers.length > 0 && servers.every(({ answer }) => answer !== "answers")) {
    return { standing: "nearby", problem: "no-way-out" };
  }
  const missing = gravest(report);
  const isSoundAlone = missing === "no-microphone" || missing === "microphone-denied";
  return { standing: missing === null || isSoundAlone ? "all" : "watching", problem: missing };
}
