/** Session descriptions and candidates like those of browsers, for tests of the signaling. */
import type { Candidate } from "@/signaling/protocol/fields.ts";

/** A session description that its label makes unique. */
export function sdp(label: string): string {
  return `v=0\r\no=- 4611 2 IN IP4 127.0.0.1\r\ns=${label}\r\nt=0 0\r\na=fingerprint:sha-256 AB:CD\r\n`;
}

/** A session description of exactly so many bytes. */
export function sdpOf(bytes: number): string {
  const start = sdp("large");
  return start + "a".repeat(bytes - start.length);
}

export function candidate(label: string): Candidate {
  return {
    candidate: `candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host ufrag ${label}`,
    sdpMid: "0",
    sdpMLineIndex: 0,
    usernameFragment: label,
  };
}

export function candidates(count: number, label = "c"): Candidate[] {
  return Array.from({ length: count }, (_, index) => candidate(`${label}${index}`));
}
