import type { Outage } from "@/signaling/protocol/outage.ts";

/** The points of a check, and its findings. */

/** What a broadcast needs, the most fundamental first. */
export const CHECK_POINTS = [
  "secure",
  "webrtc",
  "camera",
  "microphone",
  "server",
  "media",
] as const;
export type CheckPoint = (typeof CHECK_POINTS)[number];

export type CheckProblem =
  | "insecure-page"
  | "no-webrtc"
  | "no-camera"
  | "camera-denied"
  | "no-microphone"
  | "microphone-denied"
  | Outage
  | "no-media"; // no connection is possible, not even within this machine

/** `unknown`: it cannot be checked here, because of another point's problem. */
export type Finding = "fine" | "unknown" | CheckProblem;

/** The types of ICE candidates that are gathered (RFC 8445, 4). */
export const PATH_KINDS = ["host", "srflx", "relay"] as const;
export type PathKind = (typeof PATH_KINDS)[number];

export interface CheckReport {
  readonly findings: Readonly<Record<CheckPoint, Finding>>;
  /** The types of candidates that were found. */
  readonly paths: readonly PathKind[];
}

/** The problem to solve first; null: everything is ready. */
export function firstProblem({ findings }: CheckReport): CheckProblem | null {
  // The microphone comes last, because without one there is still a picture.
  const order = [...CHECK_POINTS.filter((point) => point !== "microphone"), "microphone"] as const;
  for (const point of order) {
    const finding = findings[point];
    if (finding !== "fine" && finding !== "unknown") return finding;
  }
  return null;
}
