import assert from "node:assert/strict";
import { groupCandidates, parseCandidate } from "@/webrtc/check/candidate_groups.ts";

const HOST = { kind: "host", protocol: "udp", family: "IPv4" } as const;

const found = (text: string) => parseCandidate({ candidate: `candidate:${text}` });

Deno.test("parseCandidate() returns everything about a candidate but its address", () => {
  // As Chromium writes them, and as Firefox writes them.
  assert.deepEqual(found("1 1 udp 2122260223 192.0.2.1 50000 typ host generation 0"), HOST);
  assert.deepEqual(found("0 1 UDP 2122252543 192.0.2.1 50000 typ host"), HOST);
  assert.deepEqual(found("3 1 udp 41885439 2001:db8::1 50000 typ relay raddr 0.0.0.0 rport 0"), {
    kind: "relay",
    protocol: "udp",
    family: "IPv6",
  });
  assert.deepEqual(found("2 1 tcp 1518280447 7f2c-8e.local 9 typ host tcptype active"), {
    kind: "host",
    protocol: "tcp",
    family: "hidden",
  });
  assert.equal(found("1 1 udp 1686052607 192.0.2.1 50000 typ prflx"), undefined);
  assert.equal(parseCandidate({ candidate: "" }), undefined);
});

Deno.test("groupCandidates() counts each group, nearest kinds and UDP first", () => {
  const relay = { kind: "relay", protocol: "udp", family: "IPv4" } as const;
  const tcp = { ...HOST, protocol: "tcp" } as const;
  const six = { ...HOST, family: "IPv6" } as const;
  assert.deepEqual(groupCandidates([relay, tcp, six, HOST, tcp]), [
    { ...HOST, count: 1 },
    { ...six, count: 1 },
    { ...tcp, count: 2 },
    { ...relay, count: 1 },
  ]);
  assert.deepEqual(groupCandidates([]), []);
});
