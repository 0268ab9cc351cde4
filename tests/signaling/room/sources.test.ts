/** Sources: the broadcaster, and SFUs that watch it. */
import assert from "node:assert/strict";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { candidates } from "../../support/messages.ts";
import { RoomDriver } from "../../support/room_driver.ts";

/** A live stream with an SFU that has its own link to the broadcaster. */
function forwarded(): RoomDriver {
  const room = new RoomDriver();
  room.publish();
  room.joins("sfu");
  room.offer("sfu", 1);
  room.answer("sfu");
  return room;
}

Deno.test("an SFU watches the broadcaster, and is neither counted nor queued", () => {
  const room = new RoomDriver();
  room.publish("b", { title: null, capacity: 1 });
  assert.deepEqual(room.joins("sfu"), ["sfu < watching live", "sfu < renew"]);
  assert.deepEqual(room.details, ["sfu < details 0"]);
  assert.deepEqual(room.offer("sfu", 1), ["b < offer 1 of sfu"]);
  assert.deepEqual(room.answer("sfu"), ["sfu < answer 1"]);
  assert.deepEqual(room.watch("v"), ["v < watching live", "sfu < offer 1 of v", "b < viewers 1"]);
  assert.deepEqual(room.removes("sfu"), ["reject b: no-such-link"]);
});

Deno.test("step hands viewers' offers to an SFU, and passes its answer and candidates back like a broadcaster's", () => {
  const room = forwarded();
  assert.deepEqual(room.watch("v"), ["v < watching live", "sfu < offer 1 of v", "b < viewers 1"]);
  assert.deepEqual(room.trickle("v", 2), ["sfu < 2 candidates"]);
  assert.deepEqual(room.answer("v"), ["reject b: no-such-link"]);
  assert.deepEqual(room.sfuAnswers("sfu", "v"), ["v < answer 1"]);
  const trickle = {
    type: "candidates",
    to: "v",
    negotiation: 1,
    candidates: candidates(3),
  } as const;
  assert.deepEqual(room.forwards("sfu", trickle), ["v < 3 candidates"]);
  assert.deepEqual(room.forwards("v", trickle), ["reject v: no-such-link"]);
  assert.deepEqual(room.leave("v"), ["dismiss v: normal", "sfu < left v", "b < viewers 0"]);
});

Deno.test("step keeps the links from before an SFU came, and hands their ICE restarts to the old source", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.answer("v");
  assert.deepEqual(room.joins("sfu"), ["sfu < watching live", "sfu < renew"]);
  assert.deepEqual(room.offer("v", 2, true), ["b < offer 2 of v"]);
  assert.deepEqual(room.answer("v", 2), ["v < answer 2"]);
  assert.deepEqual(room.offer("v", 3), ["b < left v", "sfu < offer 3 of v"]);
});

Deno.test("step has at most 8 unanswered offers at each source", () => {
  const room = new RoomDriver();
  room.publish();
  for (let i = 1; i <= 8; i++) room.watch(`b${i}`);
  assert.deepEqual(room.watch("v9"), ["v9 < watching live", "b < viewers 9"]);
  assert.ok(room.joins("sfu").includes("sfu < offer 1 of v9"));
  for (let i = 1; i <= 7; i++) room.watch(`s${i}`);
  assert.deepEqual(room.watch("last"), ["last < watching live", "b < viewers 17"]);
  assert.deepEqual(room.answer("b1"), ["b1 < answer 1"]);
  assert.deepEqual(room.sfuAnswers("sfu", "s3"), ["s3 < answer 1", "sfu < offer 1 of last"]);
});

Deno.test("only offers bound to a busy source wait for it", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("first");
  room.answer("first");
  for (let i = 1; i <= 8; i++) room.watch(`b${i}`);
  room.joins("sfu", true);
  assert.deepEqual(room.offer("first", 2, true), []);
  assert.deepEqual(room.watch("v"), ["v < watching live", "sfu < offer 1 of v", "b < viewers 10"]);
  assert.deepEqual(room.answer("b1"), ["b1 < answer 1", "b < offer 2 of first"]);
});

Deno.test("when an SFU loses its socket, its unanswered offers go to the broadcaster and its links stay", () => {
  const room = forwarded();
  room.watch("linked");
  room.sfuAnswers("sfu", "linked");
  room.watch("open");
  room.trickle("open", 2);
  assert.deepEqual(room.away("sfu"), ["b < offer 1 of open, 2 candidates"]);
  assert.deepEqual(room.answer("open"), ["open < answer 1"]);
  room.leave("linked");
  room.watch("left");
  assert.deepEqual(room.joins("sfu"), ["sfu < watching live", "sfu < left linked"]);
});

Deno.test("step asks the viewers of an SFU that left for new links, and no other viewers", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("direct");
  room.answer("direct");
  room.joins("sfu", true);
  room.watch("v");
  room.sfuAnswers("sfu", "v");
  assert.deepEqual(room.leave("sfu"), ["dismiss sfu: normal", "b < left sfu", "v < renew"]);
  assert.deepEqual(room.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("an SFU that stays away for 30 s is gone", () => {
  const room = forwarded();
  room.watch("v");
  room.sfuAnswers("sfu", "v");
  room.away("sfu");
  assert.deepEqual(room.wait(ROOM_LIMITS.viewerWindow - 1), []);
  assert.deepEqual(room.wait(1), ["v < renew"]);
});

Deno.test("step asks for a new link if a viewer wants to restart one with an absent SFU", () => {
  const room = forwarded();
  room.watch("v");
  room.sfuAnswers("sfu", "v");
  room.away("sfu");
  assert.deepEqual(room.offer("v", 2, true), ["v < renew"]);
  assert.deepEqual(room.offer("v", 3), ["b < offer 3 of v"]);
});

Deno.test("step hands offers to an SFU while the broadcaster is away, and keeps its links for the next broadcaster", () => {
  const room = forwarded();
  room.away("b");
  assert.deepEqual(room.watch("v"), ["v < watching paused", "sfu < offer 1 of v"]);
  room.sfuAnswers("sfu", "v");
  const lines = room.publish("b2");
  assert.deepEqual(lines.filter((line) => line.includes("renew")), ["sfu < renew"]);
  assert.deepEqual(room.offer("sfu", 2), ["b2 < offer 2 of sfu"]);
  assert.deepEqual(room.stop("b2"), [
    "dismiss b2: normal",
    "sfu < state ended",
    "v < state ended",
    "vacate",
  ]);
});

Deno.test("step spreads viewers over SFUs, and refuses a fifth SFU", () => {
  const room = new RoomDriver();
  room.publish();
  for (let i = 1; i <= ROOM_LIMITS.sfus; i++) room.joins(`sfu${i}`, true);
  assert.deepEqual(room.joins("one more", true), ["refuse one more: stream-full"]);
  const lines = Array.from({ length: 4 }, (_, i) => room.watch(`v${i}`)[1]);
  assert.deepEqual(lines, Array.from({ length: 4 }, (_, i) => `sfu${i + 1} < offer 1 of v${i}`));
});

Deno.test("a room with only an SFU is kept", () => {
  const room = new RoomDriver();
  room.joins("sfu");
  assert.equal(room.isIdle, false);
  room.leave("sfu");
  assert.equal(room.isIdle, true);
});
