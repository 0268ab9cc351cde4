/** Candidates, told apart by all but their addresses. Pure. */
import { PATH_KINDS, type PathKind } from "./check_report.ts";
import type { CandidateGroup, Family } from "./report.ts";

/** What is known of a candidate. */
export type Found = Omit<CandidateGroup, "count">;

/** What a candidate's text tells (RFC 8839, 5.1): the fields that have it apart are missing in Firefox before 126. */
const CANDIDATE = /^candidate:\S+ \d+ (udp|tcp) \d+ (\S+) \d+ typ (\S+)/i;

/** @returns undefined of one that says too little of itself */
export function foundIn(
  { candidate }: Pick<RTCIceCandidate, "candidate">,
): Found | undefined {
  const [, protocol, address, type] = CANDIDATE.exec(candidate) ?? [];
  const kind = PATH_KINDS.find((known) => known === type);
  if (kind === undefined) return undefined;
  return { kind, protocol: /tcp/i.test(protocol) ? "tcp" : "udp", family: familyOf(address) };
}

function familyOf(address: string): Family {
  if (address.endsWith(".local")) return "hidden";
  return address.includes(":") ? "IPv6" : "IPv4";
}

/** How many there are of each sort: the kinds in order, and UDP, by which media goes best, first. */
export function grouped(found: readonly Found[]): CandidateGroup[] {
  const counts = new Map<string, CandidateGroup>();
  for (const { kind, protocol, family } of found) {
    const name = `${rank(kind)} ${protocol === "udp" ? 0 : 1} ${family}`;
    const count = (counts.get(name)?.count ?? 0) + 1;
    counts.set(name, { kind, protocol, family, count });
  }
  return [...counts].sort(([a], [b]) => a < b ? -1 : 1).map(([, group]) => group);
}

function rank(kind: PathKind): number {
  return PATH_KINDS.indexOf(kind);
}
