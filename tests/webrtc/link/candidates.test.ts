import assert from "node:assert/strict";
import type { Candidate } from "@/signaling/protocol/fields.ts";
import { CandidateSender, HeldCandidates } from "@/webrtc/link/candidates.ts";
import { FakeClock } from "../../support/fake_clock.ts";

const candidate = (name: string): Candidate => ({
  candidate: name,
  sdpMid: "0",
  sdpMLineIndex: 0,
  usernameFragment: null,
});

Deno.test("HeldCandidates holds candidates until the description is applied, then passes them on in order", () => {
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

Deno.test("CandidateSender sends the first at once, later ones together, and at most 64", () => {
  const clock = new FakeClock();
  const sent: string[][] = [];
  const sender = new CandidateSender(
    (candidates) => sent.push(candidates.map(({ candidate }) => candidate)),
    clock,
  );
  sender.add(candidate("a"), candidate("b"));
  for (const name of ["c", "d"]) sender.add(candidate(name));
  assert.deepEqual(sent, [["a", "b"]]);
  clock.advance(20);
  assert.deepEqual(sent, [["a", "b"], ["c", "d"]]);
  for (let i = 0; i < 100; i++) sender.add(candidate(String(i)));
  clock.advance(20);
  assert.equal(sent.flat().length, 64);
  assert.equal(clock.pending, 0);
});

Deno.test("CandidateSender.close() drops candidates that are not sent", () => {
  const clock = new FakeClock();
  let sent = 0;
  const sender = new CandidateSender((candidates) => sent += candidates.length, clock);
  sender.add(candidate("a"));
  sender.add(candidate("b"));
  sender.close();
  sender.add(candidate("c"));
  clock.advance(1_000);
  assert.deepEqual([sent, clock.pending], [1, 0]);
});
