import assert from "node:assert/strict";
import { answerOf } from "@/webrtc/check/servers.ts";

const host = { kind: "host", protocol: "udp", family: "IPv4" } as const;
const reflexive = { ...host, kind: "srflx" } as const;
const relay = { ...host, kind: "relay" } as const;
const none = { candidates: [], errors: [], complete: true };

Deno.test("a STUN server has answered if there is a candidate, or if gathering is complete without errors", () => {
  assert.equal(
    answerOf(false, { ...none, candidates: [host, reflexive], complete: false }),
    "answers",
  );
  // If the public address equals the local one, there is no candidate of its own.
  assert.equal(answerOf(false, { ...none, candidates: [host] }), "answers");
  assert.equal(answerOf(false, { ...none, candidates: [host], complete: false }), "silent");
  assert.equal(answerOf(false, { candidates: [host], errors: [701], complete: true }), "silent");
  // One of two networks does not reach the server.
  assert.equal(
    answerOf(false, { candidates: [host, reflexive], errors: [701], complete: true }),
    "answers",
  );
  // No request was sent, as if UDP is forbidden.
  assert.equal(answerOf(false, none), "silent");
  assert.equal(answerOf(false, { ...none, candidates: [{ ...host, protocol: "tcp" }] }), "silent");
});

Deno.test("a TURN server has answered only if there is a candidate, and may refuse", () => {
  assert.equal(answerOf(true, { ...none, candidates: [relay] }), "answers");
  assert.equal(answerOf(true, none), "silent");
  assert.equal(answerOf(true, { ...none, errors: [701] }), "silent");
  assert.equal(answerOf(true, { ...none, errors: [701, 401] }), "refused");
});
