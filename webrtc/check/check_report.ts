import type { Outage } from "@/signaling/protocol/outage.ts";

/** What a check looks at, and what it may find. */

/** What matters for a broadcast, the most fundamental first. */
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
  | "no-media"; // no connection comes about, not even within this machine

/** `unknown`: it cannot be looked at here, because of what another point found. */
export type Finding = "fine" | "unknown" | CheckProblem;

/** The kinds of ICE candidates (RFC 8445, 4): of this network, as seen from outside, by a TURN server. */
export const PATH_KINDS = ["host", "srflx", "relay"] as const;
export type PathKind = (typeof PATH_KINDS)[number];

export interface CheckReport {
  readonly findings: Readonly<Record<CheckPoint, Finding>>;
  /** The kinds of paths that were found out of this browser. */
  readonly paths: readonly PathKind[];
}

/** The problem to see to first; null: everything is ready. */
export function gravest({ findings }: CheckReport): CheckProblem | null {
  // Without a microphone there is still a picture: everything else is in the way first.
  const order = [...CHECK_POINTS.filter((point) => point !== "microphone"), "microphone"] as const;
  for (const point of order) {
    const finding = findings[point];
    if (finding !== "fine" && finding !== "unknown") return finding;
  }
  return null;
}
