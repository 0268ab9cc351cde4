import assert from "node:assert/strict";
import type { Candidate } from "@/signaling/protocol.ts";
import { HeldCandidates } from "@/webrtc/candidates.ts";

const candidate = (name: string): Candidate => ({
  candidate: name,
  sdpMid: "0",
  sdpMLineIndex: 0,
  usernameFragment: null,
});

Deno.test("HeldCandidates holds until the description is applied, then lets pass in order", () => {
  const applied: string[] = [];
  const held = new HeldCandidates(({ candidate }) => applied.push(candidate));
  held.add([candidate("a"), candidate("b")]);
  assert.deepEqual(applied, []);
  held.release();
  held.add([candidate("c")]);
  assert.deepEqual(applied, ["a", "b", "c"]);
});

Deno.test("HeldCandidates holds again for the next description", () => {
  const applied: string[] = [];
  const held = new HeldCandidates(({ candidate }) => applied.push(candidate));
  held.release();
  held.hold();
  held.add([candidate("a")]);
  held.hold(); // nothing held is lost
  assert.deepEqual(applied, []);
  held.release();
  assert.deepEqual(applied, ["a"]);
});
