import assert from "node:assert/strict";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { candidates } from "../../support/messages.ts";
import { RoomDriver } from "../../support/room_driver.ts";

Deno.test("step hands over the offer of a viewer that came before the broadcast, and the answer back", () => {
  const room = new RoomDriver();
  assert.deepEqual(room.watch("v"), ["v < watching waiting"]);
  const published = [
    "v < state live",
    "b < publishing",
    "b < offer 1 of v",
    "b < viewers 1",
  ];
  assert.deepEqual(room.publish(), published);
  assert.deepEqual(room.answer("v"), ["v < answer 1"]);
  assert.deepEqual(room.answer("v"), ["reject b: no-such-link"]);
});

Deno.test("step hands over the offer of a viewer of a live stream, and counts the viewer", () => {
  const room = new RoomDriver();
  assert.deepEqual(room.publish(), ["b < publishing", "b < viewers 0"]);
  assert.deepEqual(room.watch("v"), ["v < watching live", "b < offer 1 of v", "b < viewers 1"]);
  assert.deepEqual(room.leave("v"), ["dismiss v: normal", "b < left v", "b < viewers 0"]);
});

Deno.test("step asks for a new offer if one waited more than 30 s", () => {
  const room = new RoomDriver();
  room.watch("v");
  room.now = ROOM_LIMITS.offerFresh + 1;
  assert.ok(room.publish().includes("v < renew"));
  assert.deepEqual(room.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("step has at most 8 unanswered offers, and hands over the next when one is answered", () => {
  const room = new RoomDriver();
  for (let i = 1; i <= 10; i++) room.watch(`v${i}`);
  assert.equal(room.publish().filter((line) => line.includes("< offer")).length, 8);
  assert.deepEqual(room.answer("v3"), ["v3 < answer 1", "b < offer 1 of v9"]);
  assert.deepEqual(room.decline("v4"), ["v4 < declined 1", "b < offer 1 of v10"]);
});

Deno.test("step renews an offer that was not answered for 10 s, and refuses the late answer", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  assert.equal(room.deadline, ROOM_LIMITS.answerTimeout);
  assert.deepEqual(room.wait(ROOM_LIMITS.answerTimeout - 1), []);
  assert.deepEqual(room.wait(1), ["v < renew"]);
  assert.deepEqual(room.answer("v"), ["reject b: no-such-link"]);
  assert.deepEqual(room.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("step holds a newer offer until the older one is answered, and drops that answer", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  assert.deepEqual(room.offer("v", 2), []);
  assert.deepEqual(room.offer("v", 2), ["reject v: no-such-link"]);
  assert.deepEqual(room.answer("v", 1), ["b < offer 2 of v"]);
  assert.deepEqual(room.answer("v", 2), ["v < answer 2"]);
});

Deno.test("step keeps an absent broadcaster's seat for 60 s, and tells it which viewers left meanwhile", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.answer("v");
  room.watch("leaves");
  room.answer("leaves");
  assert.deepEqual(room.away("b"), ["v < state paused", "leaves < state paused"]);
  room.watch("never linked");
  for (const peer of ["leaves", "never linked"]) room.leave(peer);
  assert.deepEqual(room.resume("broadcaster", "b"), [
    "v < state live",
    "b < publishing, left: leaves",
    "b < viewers 1",
  ]);
  room.wait(ROOM_LIMITS.detailsEvery); // the viewers have heard who left
  room.away("b");
  assert.equal(room.deadline, room.now + ROOM_LIMITS.broadcasterWindow);
  assert.deepEqual(room.wait(ROOM_LIMITS.broadcasterWindow), [
    "v < state ended",
    "vacate",
  ]);
  assert.deepEqual(room.resume("broadcaster", "b"), ["refuse b: ticket-refused"]);
});

Deno.test("step keeps the place of an absent viewer for 30 s, and its link when it resumes", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.answer("v");
  room.away("v");
  assert.deepEqual(room.resume("viewer", "v"), ["v < watching live"]);
  room.away("v");
  assert.deepEqual(room.wait(ROOM_LIMITS.viewerWindow), ["b < viewers 0"]);
});

Deno.test("step keeps the link of a viewer that comes back after its window, if it has one", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.answer("v");
  room.away("v");
  room.wait(ROOM_LIMITS.viewerWindow);
  assert.deepEqual(room.resume("viewer", "v"), ["v < watching live", "b < viewers 1"]);
  assert.deepEqual(room.leave("v"), ["dismiss v: normal", "b < left v", "b < viewers 0"]);
  assert.deepEqual(room.resume("viewer", "v", { linked: false }), [
    "v < watching live",
    "v < renew",
    "b < viewers 1",
  ]);
});

Deno.test("step refuses a viewer that comes back after its window if the stream is full", () => {
  const room = new RoomDriver();
  room.watch("v");
  room.away("v");
  room.wait(ROOM_LIMITS.viewerWindow);
  for (let i = 0; i < ROOM_LIMITS.viewers; i++) room.watch(`v${i}`);
  assert.deepEqual(room.resume("viewer", "v"), ["refuse v: stream-full"]);
});

Deno.test("step counts an absent viewer for 10 s, and again when it is back", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.answer("v");
  room.away("v");
  assert.equal(room.deadline, ROOM_LIMITS.countedFor);
  assert.deepEqual(room.wait(ROOM_LIMITS.countedFor), ["b < viewers 0"]);
  assert.deepEqual(room.resume("viewer", "v"), ["v < watching live", "b < viewers 1"]);
});

Deno.test("step admits a viewer that comes back just as its window ends", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.answer("v");
  room.away("v");
  room.now += ROOM_LIMITS.viewerWindow;
  assert.deepEqual(room.resume("viewer", "v"), ["v < watching live"]);
});

Deno.test("step renews if the answer came while the viewer was away", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.away("v");
  assert.deepEqual(room.answer("v"), []);
  assert.deepEqual(room.resume("viewer", "v"), ["v < watching live", "v < renew"]);
});

Deno.test("step rebuilds a lost room from the peers that come back, in either order", () => {
  const viewerFirst = new RoomDriver();
  assert.deepEqual(viewerFirst.resume("viewer", "v"), ["v < watching waiting"]);
  const back = ["v < state live", "b < publishing", "b < viewers 1"];
  assert.deepEqual(viewerFirst.resume("broadcaster", "b", { rebuild: true }), back);
  const broadcasterFirst = new RoomDriver();
  broadcasterFirst.resume("broadcaster", "b", { rebuild: true });
  assert.deepEqual(broadcasterFirst.resume("viewer", "v"), [
    "v < watching live",
    "b < viewers 1",
  ]);
});

Deno.test("step ends a stopped stream for all viewers, and asks them to renew when it starts again", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.answer("v");
  assert.deepEqual(room.stop(), ["dismiss b: normal", "v < state ended", "vacate"]);
  assert.ok(room.publish("b2").includes("v < renew"));
  room.stop("b2");
  room.leave("v");
  assert.deepEqual([room.isIdle, room.deadline], [true, null]);
});

Deno.test("step lets a newer broadcaster replace the older, and renews the links", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  room.answer("v");
  const replaced = [
    "dismiss b: replaced",
    "b2 < publishing",
    "v < renew",
    "b2 < viewers 1",
  ];
  assert.deepEqual(room.publish("b2"), replaced);
  assert.deepEqual(room.answer("v"), ["reject b: no-such-link"]);
  assert.deepEqual(room.stop("b"), ["reject b: no-such-link"]);
});

Deno.test("step tells a viewer that its offer was declined, and does not ask for another", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  assert.deepEqual(room.decline("v"), ["v < declined 1"]);
  assert.deepEqual(room.wait(60_000), []);
  assert.deepEqual(room.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("step passes at most 64 candidates of each side for one description", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v");
  const mine = (count: number) =>
    room.send({
      type: "viewer",
      peer: "v",
      message: { type: "candidates", negotiation: 1, candidates: candidates(count) },
    });
  const theirs = (count: number) =>
    room.send({
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
