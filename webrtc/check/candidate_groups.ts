/** Groups candidates by everything but their addresses. Pure. */
import { PATH_KINDS, type PathKind } from "./check_report.ts";
import type { CandidateGroup, Family } from "./report.ts";

export type CandidateInfo = Omit<CandidateGroup, "count">;

/** A candidate's text (RFC 8839, 5.1). It is parsed because Firefox before 126 lacks the candidate's fields. */
const CANDIDATE = /^candidate:\S+ \d+ (udp|tcp) \d+ (\S+) \d+ typ (\S+)/i;

/** @returns undefined: the text is incomplete */
export function parseCandidate(
  { candidate }: Pick<RTCIceCandidate, "candidate">,
): CandidateInfo | undefined {
  const [, protocol, address, type] = CANDIDATE.exec(candidate) ?? [];
  const kind = PATH_KINDS.find((known) => known === type);
  if (kind === undefined) return undefined;
  return { kind, protocol: /tcp/i.test(protocol) ? "tcp" : "udp", family: familyOf(address) };
}

function familyOf(address: string): Family {
  if (address.endsWith(".local")) return "hidden";
  return address.includes(":") ? "IPv6" : "IPv4";
}

/** Counts the candidates of each group, ordered by kind, and UDP first because it suits media best. */
export function groupCandidates(candidates: readonly CandidateInfo[]): CandidateGroup[] {
  const counts = new Map<string, CandidateGroup>();
  for (const { kind, protocol, family } of candidates) {
    const name = `${rank(kind)} ${protocol === "udp" ? 0 : 1} ${family}`;
    const count = (counts.get(name)?.count ?? 0) + 1;
    counts.set(name, { kind, protocol, family, count });
  }
  return [...counts].sort(([a], [b]) => a < b ? -1 : 1).map(([, group]) => group);
}

function rank(kind: PathKind): number {
  return PATH_KINDS.indexOf(kind);
}
