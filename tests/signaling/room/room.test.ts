import assert from "node:assert/strict";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { candidates } from "../../support/messages.ts";
import { Story } from "../../support/room_story.ts";

Deno.test("step hands over the offer of who watched before the broadcast, and the answer back", () => {
  const story = new Story();
  assert.deepEqual(story.watch("v"), ["v < watching waiting"]);
  const published = [
    "v < state live",
    "b < publishing",
    "b < offer 1 of v",
    "b < viewers 1",
  ];
  assert.deepEqual(story.publish(), published);
  assert.deepEqual(story.answer("v"), ["v < answer 1"]);
  assert.deepEqual(story.answer("v"), ["reject b: no-such-link"]);
});

Deno.test("step hands over the offer of who watches a live stream, and counts it", () => {
  const story = new Story();
  assert.deepEqual(story.publish(), ["b < publishing", "b < viewers 0"]);
  assert.deepEqual(story.watch("v"), ["v < watching live", "b < offer 1 of v", "b < viewers 1"]);
  assert.deepEqual(story.leave("v"), ["dismiss v: normal", "b < left v", "b < viewers 0"]);
});

Deno.test("step asks for a fresh offer where one waited more than 30 s", () => {
  const story = new Story();
  story.watch("v");
  story.now = ROOM_LIMITS.offerFresh + 1;
  assert.ok(story.publish().includes("v < renew"));
  assert.deepEqual(story.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("step has at most 8 offers in flight, and hands over the next as one is answered", () => {
  const story = new Story();
  for (let i = 1; i <= 10; i++) story.watch(`v${i}`);
  assert.equal(story.publish().filter((line) => line.includes("< offer")).length, 8);
  assert.deepEqual(story.answer("v3"), ["v3 < answer 1", "b < offer 1 of v9"]);
  assert.deepEqual(story.decline("v4"), ["v4 < declined 1", "b < offer 1 of v10"]);
});

Deno.test("step renews an offer that was not answered for 10 s, and refuses the late answer", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  assert.equal(story.deadline, ROOM_LIMITS.answerTimeout);
  assert.deepEqual(story.wait(ROOM_LIMITS.answerTimeout - 1), []);
  assert.deepEqual(story.wait(1), ["v < renew"]);
  assert.deepEqual(story.answer("v"), ["reject b: no-such-link"]);
  assert.deepEqual(story.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("step holds a newer offer until the older one is answered, and keeps that answer back", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  assert.deepEqual(story.offer("v", 2), []);
  assert.deepEqual(story.offer("v", 2), ["reject v: no-such-link"]);
  assert.deepEqual(story.answer("v", 1), ["b < offer 2 of v"]);
  assert.deepEqual(story.answer("v", 2), ["v < answer 2"]);
});

Deno.test("step keeps the seat of an absent broadcaster for 60 s, and tells it who left meanwhile", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.answer("v");
  story.watch("leaves");
  story.answer("leaves");
  assert.deepEqual(story.away("b"), ["v < state paused", "leaves < state paused"]);
  story.watch("never linked");
  for (const peer of ["leaves", "never linked"]) story.leave(peer);
  assert.deepEqual(story.resume("broadcaster", "b"), [
    "v < state live",
    "b < publishing, left: leaves",
    "b < viewers 1",
  ]);
  story.wait(ROOM_LIMITS.detailsEvery); // the viewers have heard who left
  story.away("b");
  assert.equal(story.deadline, story.now + ROOM_LIMITS.broadcasterWindow);
  assert.deepEqual(story.wait(ROOM_LIMITS.broadcasterWindow), [
    "v < state ended",
    "vacate",
  ]);
  assert.deepEqual(story.resume("broadcaster", "b"), ["refuse b: ticket-refused"]);
});

Deno.test("step keeps the place of an absent viewer for 30 s, and its link when it resumes", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.answer("v");
  story.away("v");
  assert.deepEqual(story.resume("viewer", "v"), ["v < watching live"]);
  story.away("v");
  assert.deepEqual(story.wait(ROOM_LIMITS.viewerWindow), ["b < viewers 0"]);
});

Deno.test("step leaves the link of a viewer alone that comes back later, unless it has none", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.answer("v");
  story.away("v");
  story.wait(ROOM_LIMITS.viewerWindow);
  assert.deepEqual(story.resume("viewer", "v"), ["v < watching live", "b < viewers 1"]);
  assert.deepEqual(story.leave("v"), ["dismiss v: normal", "b < left v", "b < viewers 0"]);
  assert.deepEqual(story.resume("viewer", "v", { linked: false }), [
    "v < watching live",
    "v < renew",
    "b < viewers 1",
  ]);
});

Deno.test("step has no place for one that comes back later where others took it", () => {
  const story = new Story();
  story.watch("v");
  story.away("v");
  story.wait(ROOM_LIMITS.viewerWindow);
  for (let i = 0; i < ROOM_LIMITS.viewers; i++) story.watch(`v${i}`);
  assert.deepEqual(story.resume("viewer", "v"), ["refuse v: stream-full"]);
});

Deno.test("step counts an absent viewer for 10 s, and again when it is back", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.answer("v");
  story.away("v");
  assert.equal(story.deadline, ROOM_LIMITS.countedFor);
  assert.deepEqual(story.wait(ROOM_LIMITS.countedFor), ["b < viewers 0"]);
  assert.deepEqual(story.resume("viewer", "v"), ["v < watching live", "b < viewers 1"]);
});

Deno.test("step lets in who comes back as its time runs out", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.answer("v");
  story.away("v");
  story.now += ROOM_LIMITS.viewerWindow;
  assert.deepEqual(story.resume("viewer", "v"), ["v < watching live"]);
});

Deno.test("step renews where an answer came while its viewer was away", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.away("v");
  assert.deepEqual(story.answer("v"), []);
  assert.deepEqual(story.resume("viewer", "v"), ["v < watching live", "v < renew"]);
});

Deno.test("step rebuilds a lost room from those who come back, in either order", () => {
  const viewerFirst = new Story();
  assert.deepEqual(viewerFirst.resume("viewer", "v"), ["v < watching waiting"]);
  const back = ["v < state live", "b < publishing", "b < viewers 1"];
  assert.deepEqual(viewerFirst.resume("broadcaster", "b", { rebuild: true }), back);
  const broadcasterFirst = new Story();
  broadcasterFirst.resume("broadcaster", "b", { rebuild: true });
  assert.deepEqual(broadcasterFirst.resume("viewer", "v"), [
    "v < watching live",
    "b < viewers 1",
  ]);
});

Deno.test("step ends a stopped stream for all, and asks them to renew when it starts again", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.answer("v");
  assert.deepEqual(story.stop(), ["dismiss b: normal", "v < state ended", "vacate"]);
  assert.ok(story.publish("b2").includes("v < renew"));
  story.stop("b2");
  story.leave("v");
  assert.deepEqual([story.isIdle, story.deadline], [true, null]);
});

Deno.test("step lets a newer broadcaster replace the older, whose links are made anew", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.answer("v");
  const replaced = [
    "dismiss b: replaced",
    "b2 < publishing",
    "v < renew",
    "b2 < viewers 1",
  ];
  assert.deepEqual(story.publish("b2"), replaced);
  assert.deepEqual(story.answer("v"), ["reject b: no-such-link"]);
  assert.deepEqual(story.stop("b"), ["reject b: no-such-link"]);
});

Deno.test("step tells a viewer that its offer was declined, and leaves the next to it", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  assert.deepEqual(story.decline("v"), ["v < declined 1"]);
  assert.deepEqual(story.wait(60_000), []);
  assert.deepEqual(story.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("step passes at most 64 candidates of each side for one description", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  const mine = (count: number) =>
    story.tell({
      type: "viewer",
      peer: "v",
      message: { type: "candidates", negotiation: 1, candidates: candidates(count) },
    });
  const theirs = (count: number) =>
    story.tell({
      type: "broadcaster",
      peer: "b",
      message: { type: "candidates", to: "v", negotiation: 1, candidates: candidates(count) },
    });
  assert.deepEqual(mine(64), ["b < 64 candidates"]);
  assert.deepEqual(mine(1), ["reject v: too-many-candidates"]);
  assert.deepEqual(theirs(63), ["v < 63 candidates"]);
  assert.deepEqual(theirs(2), ["reject b: too-many-candidates"]);
  assert.deepEqual(theirs(1), ["v < 1 candidates"]);
});
