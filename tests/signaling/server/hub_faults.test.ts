import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import type { Candidate } from "@/signaling/protocol/fields.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import { FakeWorld } from "../../support/hub_world.ts";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { candidate, sdp } from "../../support/messages.ts";

function largest(count: number, character = "c"): Candidate[] {
  const text = character.repeat(LIMITS.candidateBytes);
  return Array.from({ length: count }, () => ({ ...candidate("u"), candidate: text }));
}

Deno.test("Hub closes a peer that does not read with 4413, and keeps its send queue under 256 kB", async () => {
  await using world = new FakeWorld();
  const broadcaster = await world.publish();
  const viewers = [];
  for (let i = 0; i < 6; i++) {
    const viewer = await world.watch();
    const { from } = await broadcaster.next("offer");
    broadcaster.send({ type: "answer", to: from, negotiation: 1, sdp: sdp("a") });
    await viewer.next("answer");
    viewers.push(viewer);
  }
  broadcaster.wire.reading = false;
  for (const viewer of viewers) {
    for (let i = 0; i < 2; i++) {
      viewer.send({ type: "candidates", negotiation: 1, candidates: largest(32) });
    }
    world.pass();
    assert.ok(broadcaster.wire.queued <= LIMITS.queueBytes, `${broadcaster.wire.queued} bytes`);
  }
  for (const viewer of viewers) {
    assert.equal((await viewer.next("state")).state, "paused");
    assert.equal(viewer.wire.closeCode, null);
  }
  broadcaster.wire.reading = true;
  assert.equal(await broadcaster.closed(), CLOSE.readingTooSlow.code);
  const back = await world.asBroadcaster();
  back.send({ type: "resume", ticket: broadcaster.welcome.ticket, negotiation: 0, linked: false });
  assert.deepEqual((await back.next("publishing")).left, []);
  for (const viewer of viewers) assert.deepEqual(viewer.rest("renew"), [], "its link is kept");
});

Deno.test("Hub measures a send queue in bytes, not in characters", async () => {
  await using world = new FakeWorld();
  const { broadcaster, viewer } = await world.linked();
  viewer.wire.reading = false;
  for (let i = 0; i < 40; i++) {
    const negotiation = i + 2;
    viewer.send({ type: "offer", negotiation, restart: true, sdp: sdp("o") });
    const { from } = await broadcaster.next("offer");
    const text = `v=0\r\n${"推".repeat(10_000)}`;
    broadcaster.send({ type: "answer", to: from, negotiation, sdp: text });
    world.pass(1_000);
    assert.ok(viewer.wire.queued <= LIMITS.queueBytes, `${viewer.wire.queued} bytes`);
    if (world.hub.counts.peers === 1) return; // the viewer was closed
  }
  assert.fail("the viewer was never closed");
});

Deno.test("held offers never make the broadcaster's send queue overflow", async () => {
  // The worst that may wait: 64 candidates of 1 kB, each byte of which takes six in JSON.
  for (const character of ["c", '"', "\u0001"]) {
    await using world = new FakeWorld();
    const hostile = await world.watch();
    for (let i = 0; i < 8; i++) {
      hostile.send({ type: "candidates", negotiation: 1, candidates: largest(8, character) });
    }
    world.pass();
    const broadcaster = await world.publish();
    world.pass();
    assert.equal(broadcaster.wire.closeCode, null, JSON.stringify(character));
    const honest = await world.watch();
    world.pass(ROOM_LIMITS.answerTimeout);
    const offers = broadcaster.rest("offer").filter((message) =>
      "from" in message && message.from === honest.welcome.peer
    );
    assert.equal(offers.length, 1);
  }
});

Deno.test("Hub closes only the socket whose send throws", async () => {
  await using world = new FakeWorld();
  const { broadcaster, viewer } = await world.linked();
  const faulty = await world.watch();
  const { from } = await broadcaster.next("offer");
  faulty.wire.fault = new Error("the socket is broken");
  broadcaster.send({ type: "answer", to: from, negotiation: 1, sdp: sdp("a") });
  assert.equal(await faulty.closed(), CLOSE.internal.code);
  broadcaster.send({ type: "stop" });
  assert.equal(await broadcaster.closed(), CLOSE.normal.code);
  assert.equal((await viewer.next("state")).state, "ended");
});

Deno.test("Hub sends to the other peers even if one socket throws", async () => {
  await using world = new FakeWorld();
  const broadcaster = await world.publish();
  const viewers = [await world.watch(), await world.watch(), await world.watch()];
  viewers[0].wire.fault = new Error("the socket is broken");
  broadcaster.wire.drop();
  assert.equal((await viewers[1].next("state")).state, "paused");
  assert.equal((await viewers[2].next("state")).state, "paused");
  assert.equal(await viewers[0].closed(), CLOSE.internal.code);
  viewers[1].wire.fault = new Error("the socket is broken");
  world.pass(ROOM_LIMITS.broadcasterWindow); // a timer's step is no socket's callback, and must not be lost either
  assert.equal((await viewers[2].next("state")).state, "ended");
  assert.equal(await viewers[1].closed(), CLOSE.internal.code);
});

Deno.test("Hub lets no exception escape from a socket's callbacks, not even from its close", async () => {
  await using world = new FakeWorld();
  const viewer = await world.watch();
  viewer.wire.fault = new Error("the socket is broken");
  viewer.wire.closeFault = new Error("nor can it be closed");
  viewer.wire.send("{");
  world.pass();
  assert.equal(world.hub.counts.sockets, 0);
});

Deno.test("Hub refuses viewers beyond a stream's limit, and streams beyond its own", async () => {
  await using world = new FakeWorld({
    roomLimits: { ...ROOM_LIMITS, viewers: 2 },
    maxStreams: 2,
    maxSockets: 5,
  });
  const broadcaster = await world.publish("one");
  await world.watch("one");
  const second = await world.watch("one");
  const third = await world.asViewer();
  third.send({ type: "watch", stream: "one", offer: { negotiation: 1, sdp: sdp("o") } });
  assert.equal((await third.next("error")).code, "stream-full");
  assert.equal(await third.closed(), CLOSE.refused.code);
  assert.equal(broadcaster.rest("offer").length, 2);
  second.send({ type: "leave" });
  await second.closed();
  await world.watch("one"); // its place is free again
  const other = await world.publish("two");
  const late = await world.asBroadcaster();
  assert.equal(world.hub.isFull, true);
  late.send({ type: "publish", stream: "three" });
  assert.equal((await late.next("error")).code, "server-full");
  assert.equal(await late.closed(), CLOSE.refused.code);
  assert.equal(world.hub.isFull, false);
  other.send({ type: "stop" });
  await other.closed();
  await world.publish("three"); // nobody lost a name by being refused
});
