/** Who answers a viewer: the broadcaster, or an SFU that watches it. */
import assert from "node:assert/strict";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { candidates } from "../../support/messages.ts";
import { Story } from "../../support/room_story.ts";

/** A live stream with an SFU that has its own link to the broadcaster. */
function forwarded(): Story {
  const story = new Story();
  story.publish();
  story.joins("sfu");
  story.offer("sfu", 1);
  story.answer("sfu");
  return story;
}

Deno.test("step has an SFU watch the broadcaster, and neither counts nor queues it", () => {
  const story = new Story();
  story.publish("b", { title: null, capacity: 1 });
  assert.deepEqual(story.joins("sfu"), ["sfu < watching live", "sfu < renew"]);
  assert.deepEqual(story.details, ["sfu < details 0"]);
  assert.deepEqual(story.offer("sfu", 1), ["b < offer 1 of sfu"]);
  assert.deepEqual(story.answer("sfu"), ["sfu < answer 1"]);
  assert.deepEqual(story.watch("v"), ["v < watching live", "sfu < offer 1 of v", "b < viewers 1"]);
  assert.deepEqual(story.removes("sfu"), ["reject b: no-such-link"]);
});

Deno.test("step hands viewers' offers to an SFU, whose answer and candidates go back as a broadcaster's do", () => {
  const story = forwarded();
  assert.deepEqual(story.watch("v"), ["v < watching live", "sfu < offer 1 of v", "b < viewers 1"]);
  assert.deepEqual(story.trickle("v", 2), ["sfu < 2 candidates"]);
  assert.deepEqual(story.answer("v"), ["reject b: no-such-link"]);
  assert.deepEqual(story.sfuAnswers("sfu", "v"), ["v < answer 1"]);
  const trickle = {
    type: "candidates",
    to: "v",
    negotiation: 1,
    candidates: candidates(3),
  } as const;
  assert.deepEqual(story.forwards("sfu", trickle), ["v < 3 candidates"]);
  assert.deepEqual(story.forwards("v", trickle), ["reject v: no-such-link"]);
  assert.deepEqual(story.leave("v"), ["dismiss v: normal", "sfu < left v", "b < viewers 0"]);
});

Deno.test("step leaves the links alone that were there before an SFU, and lets them restart where they are", () => {
  const story = new Story();
  story.publish();
  story.watch("v");
  story.answer("v");
  assert.deepEqual(story.joins("sfu"), ["sfu < watching live", "sfu < renew"]);
  assert.deepEqual(story.offer("v", 2, true), ["b < offer 2 of v"]);
  assert.deepEqual(story.answer("v", 2), ["v < answer 2"]);
  assert.deepEqual(story.offer("v", 3), ["b < left v", "sfu < offer 3 of v"]);
});

Deno.test("step has at most 8 offers in flight at each source", () => {
  const story = new Story();
  story.publish();
  for (let i = 1; i <= 8; i++) story.watch(`b${i}`);
  assert.deepEqual(story.watch("v9"), ["v9 < watching live", "b < viewers 9"]);
  assert.ok(story.joins("sfu").includes("sfu < offer 1 of v9"));
  for (let i = 1; i <= 7; i++) story.watch(`s${i}`);
  assert.deepEqual(story.watch("last"), ["last < watching live", "b < viewers 17"]);
  assert.deepEqual(story.answer("b1"), ["b1 < answer 1"]);
  assert.deepEqual(story.sfuAnswers("sfu", "s3"), ["s3 < answer 1", "sfu < offer 1 of last"]);
});

Deno.test("step lets nobody wait for a source that is full but those who are for it", () => {
  const story = new Story();
  story.publish();
  story.watch("first");
  story.answer("first");
  for (let i = 1; i <= 8; i++) story.watch(`b${i}`);
  story.joins("sfu", true);
  assert.deepEqual(story.offer("first", 2, true), []);
  assert.deepEqual(story.watch("v"), ["v < watching live", "sfu < offer 1 of v", "b < viewers 10"]);
  assert.deepEqual(story.answer("b1"), ["b1 < answer 1", "b < offer 2 of first"]);
});

Deno.test("step hands what an SFU has not answered to the broadcaster when it goes, and leaves its links alone", () => {
  const story = forwarded();
  story.watch("linked");
  story.sfuAnswers("sfu", "linked");
  story.watch("open");
  story.trickle("open", 2);
  assert.deepEqual(story.away("sfu"), ["b < offer 1 of open, 2 candidates"]);
  assert.deepEqual(story.answer("open"), ["open < answer 1"]);
  story.leave("linked");
  story.watch("left");
  assert.deepEqual(story.joins("sfu"), ["sfu < watching live", "sfu < left linked"]);
});

Deno.test("step asks the viewers of an SFU that died for new links, and nobody else", () => {
  const story = new Story();
  story.publish();
  story.watch("direct");
  story.answer("direct");
  story.joins("sfu", true);
  story.watch("v");
  story.sfuAnswers("sfu", "v");
  assert.deepEqual(story.leave("sfu"), ["dismiss sfu: normal", "b < left sfu", "v < renew"]);
  assert.deepEqual(story.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("step takes an SFU for dead that stays away for 30 s", () => {
  const story = forwarded();
  story.watch("v");
  story.sfuAnswers("sfu", "v");
  story.away("sfu");
  assert.deepEqual(story.wait(ROOM_LIMITS.viewerWindow - 1), []);
  assert.deepEqual(story.wait(1), ["v < renew"]);
});

Deno.test("step asks a viewer for a new link that would restart one with an SFU that is away", () => {
  const story = forwarded();
  story.watch("v");
  story.sfuAnswers("sfu", "v");
  story.away("sfu");
  assert.deepEqual(story.offer("v", 2, true), ["v < renew"]);
  assert.deepEqual(story.offer("v", 3), ["b < offer 3 of v"]);
});

Deno.test("step goes on handing offers to an SFU while the broadcaster is away, and keeps its links for the next one", () => {
  const story = forwarded();
  story.away("b");
  assert.deepEqual(story.watch("v"), ["v < watching paused", "sfu < offer 1 of v"]);
  story.sfuAnswers("sfu", "v");
  const lines = story.publish("b2");
  assert.deepEqual(lines.filter((line) => line.includes("renew")), ["sfu < renew"]);
  assert.deepEqual(story.offer("sfu", 2), ["b2 < offer 2 of sfu"]);
  assert.deepEqual(story.stop("b2"), [
    "dismiss b2: normal",
    "sfu < state ended",
    "v < state ended",
    "vacate",
  ]);
});

Deno.test("step spreads viewers over SFUs, and has no place for more than 4", () => {
  const story = new Story();
  story.publish();
  for (let i = 1; i <= ROOM_LIMITS.sfus; i++) story.joins(`sfu${i}`, true);
  assert.deepEqual(story.joins("one more", true), ["refuse one more: stream-full"]);
  const lines = Array.from({ length: 4 }, (_, i) => story.watch(`v${i}`)[1]);
  assert.deepEqual(lines, Array.from({ length: 4 }, (_, i) => `sfu${i + 1} < offer 1 of v${i}`));
});

Deno.test("step keeps a room for the SFU that is in it", () => {
  const story = new Story();
  story.joins("sfu");
  assert.equal(story.isIdle, false);
  story.leave("sfu");
  assert.equal(story.isIdle, true);
});
