/** Slots and the queue, `details` and `viewers` messages, and removal. */
import assert from "node:assert/strict";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { RoomDriver } from "../../support/room_driver.ts";

/** A stream for so many viewers. */
function limited(capacity: number): RoomDriver {
  const room = new RoomDriver();
  room.publish("b", { title: null, capacity });
  return room;
}

Deno.test("step holds offers beyond the capacity, and hands over the next when a slot is free", () => {
  const room = limited(1);
  room.watch("a");
  assert.deepEqual(room.watch("v1"), ["v1 < watching live", "b < viewers 1, waiting 1"]);
  assert.deepEqual(room.details, ["v1 < details 1, place 1"]);
  room.watch("v2");
  assert.deepEqual(room.details, ["v2 < details 1, place 2"]);
  room.answer("a");
  assert.deepEqual(room.leave("a"), [
    "dismiss a: normal",
    "b < left a",
    "b < offer 1 of v1",
    "b < viewers 1, waiting 1",
  ]);
  assert.deepEqual(room.details, ["v1 < details 1", "v2 < details 1, place 1"]);
});

Deno.test("step applies the capacity to viewers that came before the broadcast, and after a restart", () => {
  const early = new RoomDriver();
  for (const peer of ["v1", "v2", "v3"]) early.watch(peer);
  const description = { title: null, capacity: 1 };
  const offers = (lines: string[]) => lines.filter((line) => line.includes("< offer"));
  assert.deepEqual(offers(early.publish("b", description)), ["b < offer 1 of v1"]);
  assert.deepEqual(early.details, ["v2 < details 1, place 1", "v3 < details 1, place 2"]);

  const rebuilt = new RoomDriver();
  rebuilt.resume("viewer", "in line", { linked: false });
  rebuilt.offer("in line", 2);
  rebuilt.resume("viewer", "hasSlot");
  const back = rebuilt.resume("broadcaster", "b", { rebuild: true, description });
  assert.deepEqual(back.slice(2), ["b < publishing", "b < viewers 1, waiting 1"]);
});

Deno.test("step renews an offer that waited more than 30 s for a slot", () => {
  const room = limited(1);
  room.watch("a");
  room.answer("a");
  room.watch("v");
  room.wait(ROOM_LIMITS.offerFresh + 1);
  assert.deepEqual(room.leave("a").slice(2), ["v < renew", "b < viewers 1"]);
  assert.deepEqual(room.offer("v", 2), ["b < offer 2 of v"]);
});

Deno.test("step gives a free slot to the first present viewer in the queue, and keeps an absent one's place", () => {
  const room = limited(1);
  for (const peer of ["a", "v1", "v2"]) room.watch(peer);
  room.answer("a");
  room.away("v1");
  assert.deepEqual(room.leave("a").slice(2), ["b < offer 1 of v2", "b < viewers 1, waiting 1"]);
  room.answer("v2");
  assert.deepEqual(room.resume("viewer", "v1"), ["v1 < watching live"]);
  assert.deepEqual(room.details, ["v1 < details 1, place 1"]);
  assert.deepEqual(room.leave("v2").slice(2), ["b < offer 1 of v1", "b < viewers 1"]);
});

Deno.test("step gives all slots of a raised capacity, and a slot to every viewer without a capacity", () => {
  const room = limited(0);
  for (const peer of ["v1", "v2", "v3"]) room.watch(peer);
  assert.deepEqual(room.describe(null, 1), ["b < offer 1 of v1", "b < viewers 1, waiting 2"]);
  const all = ["b < offer 1 of v2", "b < offer 1 of v3", "b < viewers 3"];
  assert.deepEqual(room.describe(null, null), all);
});

Deno.test("a new offer, a lower capacity, a lost socket or a new broadcaster takes no slot away", () => {
  const room = limited(2);
  for (const peer of ["v1", "v2", "v3"]) room.watch(peer);
  for (const peer of ["v1", "v2"]) room.answer(peer);
  const lower = { title: null, capacity: 1 };
  assert.deepEqual(room.describe(null, 1), []);
  assert.deepEqual(room.offer("v2", 2), ["b < offer 2 of v2"]);
  room.answer("v2", 2);
  room.away("v2");
  assert.deepEqual(room.resume("viewer", "v2"), ["v2 < watching live"]);
  room.publish("b2", lower);
  assert.deepEqual(room.offer("v2", 3), ["b2 < offer 3 of v2"]);
  assert.deepEqual(room.leave("v1").slice(2), ["b2 < viewers 1, waiting 1"]);
});

Deno.test("step frees the slot of a viewer whose window is over, and gives it one again if it comes back with its link", () => {
  const room = limited(1);
  room.watch("a");
  room.answer("a");
  room.watch("v");
  room.away("a");
  room.wait(ROOM_LIMITS.countedFor);
  assert.deepEqual(room.wait(ROOM_LIMITS.viewerWindow - ROOM_LIMITS.countedFor), [
    "b < offer 1 of v",
    "b < viewers 1",
  ]);
  assert.deepEqual(room.resume("viewer", "a"), ["a < watching live", "b < viewers 2"]);
  assert.deepEqual(room.details, ["a < details 2", "v < details 2"]);
});

Deno.test("step gives out slots again in a new broadcast", () => {
  const room = new RoomDriver();
  room.publish();
  for (const peer of ["v1", "v2"]) room.watch(peer);
  room.stop();
  room.publish("b2", { title: null, capacity: 1 });
  assert.deepEqual(room.offer("v1", 2), ["b2 < offer 2 of v1"]);
  assert.deepEqual(room.offer("v2", 2), []);
});

// --- about ----------------------------------------------------------------------------------------------------------

Deno.test("step sends a new title to all viewers, and to a new viewer in its welcome", () => {
  const room = new RoomDriver();
  room.publish("b", { title: "推拉", capacity: null });
  room.watch("v");
  assert.deepEqual(room.details, ["v < details 1, 推拉"]);
  room.describe("Tuila", null);
  assert.deepEqual(room.details, ["v < details 1, Tuila"]);
  room.describe("Tuila", null);
  assert.deepEqual(room.details, []);
});

Deno.test("step sends changed details together, at most once a second", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("v1");
  room.watch("v2");
  assert.deepEqual(room.details, ["v2 < details 2", "v1 < details 2"]);
  room.watch("v3");
  assert.deepEqual(room.details, ["v3 < details 3"]);
  room.describe("Tuila", null);
  assert.deepEqual(room.details, []);
  for (const peer of ["v1", "v2", "v3"]) room.answer(peer);
  assert.equal(room.deadline, ROOM_LIMITS.detailsEvery);
  room.wait(ROOM_LIMITS.detailsEvery - 1);
  assert.deepEqual(room.details, []);
  room.wait(1);
  const all = ["v1 < details 3, Tuila", "v2 < details 3, Tuila", "v3 < details 3, Tuila"];
  assert.deepEqual([room.details, room.deadline], [all, null]);
});

Deno.test("step sends a few messages each when many viewers join or leave the queue at once", () => {
  const many = Array.from({ length: ROOM_LIMITS.viewers }, (_, i) => `v${i}`);
  const room = limited(1);
  let told = 0;
  const count = (_: string[]) => void (told += room.details.length);
  for (const peer of many) count(room.watch(peer));
  count(room.wait(ROOM_LIMITS.detailsEvery));
  assert.ok(told <= 3 * many.length, `${told} messages for those who came`);
  told = 0;
  room.now += ROOM_LIMITS.detailsEvery;
  for (const peer of many.slice(1)) count(room.leave(peer));
  count(room.wait(ROOM_LIMITS.detailsEvery));
  assert.ok(told <= 3 * many.length, `${told} messages for those who left`);
});

// --- remove ---------------------------------------------------------------------------------------------------------

Deno.test("step removes a viewer for good, gives the next its slot, and refuses to remove an unknown peer", () => {
  const room = limited(1);
  for (const peer of ["a", "v"]) room.watch(peer);
  room.answer("a");
  assert.deepEqual(room.removes("a"), [
    "refuse a: removed",
    "b < left a",
    "b < offer 1 of v",
    "b < viewers 1",
  ]);
  assert.deepEqual(room.resume("viewer", "a"), ["refuse a: removed"]);
  assert.deepEqual(room.removes("a"), ["reject b: no-such-link"]);
  assert.deepEqual(room.removes("stranger"), ["reject b: no-such-link"]);
});

Deno.test("step removes an absent or expired viewer, and refuses it when it comes back", () => {
  const room = new RoomDriver();
  room.publish();
  for (const peer of ["away", "longer"]) room.watch(peer);
  room.away("longer");
  room.wait(ROOM_LIMITS.viewerWindow);
  room.away("away");
  assert.deepEqual(room.removes("away"), ["b < left away", "b < viewers 0"]);
  assert.deepEqual(room.removes("longer"), ["reject b: no-such-link"]);
  for (const peer of ["away", "longer"]) {
    assert.deepEqual(room.resume("viewer", peer), [`refuse ${peer}: removed`]);
  }
});

Deno.test("step remembers as many removed viewers as may watch", () => {
  const room = new RoomDriver();
  room.publish();
  room.watch("stays");
  for (let i = 0; i <= ROOM_LIMITS.viewers; i++) room.removes(`v${i}`);
  assert.deepEqual(room.resume("viewer", "v1"), ["refuse v1: removed"]);
  assert.deepEqual(room.resume("viewer", "v0")[0], "v0 < watching live");
});
