/** The report of the full check, and the verdict that follows from it. Pure. */
import { OUTAGES } from "@/signaling/protocol/outage.ts";
import {
  type CheckProblem,
  type CheckReport,
  firstProblem,
  type PathKind,
} from "./check_report.ts";

/** The address family; `hidden`: the browser gives an mDNS name instead (draft-ietf-mmusic-mdns-ice-candidates). */
export type Family = "IPv4" | "IPv6" | "hidden";

/** Candidates of one kind. Addresses are left out for privacy. */
export interface CandidateGroup {
  readonly kind: PathKind;
  readonly protocol: "udp" | "tcp";
  readonly family: Family;
  readonly count: number;
}

/** `refused`: the TURN server answers, but refuses the credentials. */
export type ServerAnswer = "answers" | "silent" | "refused";

/** The result for one URL of the ICE servers. */
export interface ServerFinding {
  readonly url: string;
  readonly isTurn: boolean;
  readonly answer: ServerAnswer;
  /** The time to the answer, in milliseconds. */
  readonly took: number | null;
}

/** A call of this browser with itself. null: the browser does not report it. */
export interface CallStats {
  /** Bits per second. */
  readonly bitrate: number | null;
  /** Frames per second. */
  readonly frameRate: number | null;
  /** The time on the network and in the jitter buffer, in milliseconds. */
  readonly delay: number | null;
}

export interface FullReport extends CheckReport {
  readonly candidates: readonly CandidateGroup[];
  readonly servers: readonly ServerFinding[];
  /** null: there was no call, or no picture arrived. */
  readonly call: CallStats | null;
  /** Whether the server offers TURN, and whether its policy allows relayed paths alone. */
  readonly turn: "none" | "there" | "required";
}

/** The problems that only the full check can find. */
export type FullProblem =
  | CheckProblem
  | "no-picture" // a connection works, but no picture arrives
  | "no-turn" // only relayed paths are allowed, but no TURN server answers
  | "no-way-out"; // no STUN or TURN server answers

/** What works here: nothing, connections within this network, watching, or everything (perhaps without sound). */
export type Standing = "nothing" | "nearby" | "watching" | "all";

export interface Verdict {
  readonly standing: Standing;
  /** The problem to solve first; null: none. */
  readonly problem: FullProblem | null;
}

/** These also prevent watching. */
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
  const missing = firstProblem(report);
  const isSoundAlone = missing === "no-microphone" || missing === "microphone-denied";
  return { standing: missing === null || isSoundAlone ? "all" : "watching", problem: missing };
}
