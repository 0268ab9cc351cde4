import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import { HEARTBEAT, LIMITS, PING, PONG } from "@/signaling/protocol/limits.ts";
import { FakeWorld } from "../../support/hub_world.ts";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { candidates, sdp } from "../../support/messages.ts";

function test(behaviour: string, run: (world: FakeWorld) => Promise<void>): void {
  Deno.test(`Hub ${behaviour}`, async () => {
    await using world = new FakeWorld();
    await run(world);
  });
}

const nothing = { rooms: 0, sockets: 0, peers: 0, timers: 0 };

test("closes a socket without a hello after 5 s, whatever else it sends", async (world) => {
  const silent = await world.asViewer();
  const babbling = await world.asViewer();
  const timely = await world.asViewer();
  world.pass(4_999);
  babbling.wire.send("{");
  timely.send({ type: "watch", stream: "live", offer: { negotiation: 1, sdp: sdp("o") } });
  world.pass();
  assert.deepEqual([silent.wire.closeCode, babbling.wire.closeCode], [null, null]);
  world.pass(1);
  assert.equal(await silent.closed(), CLOSE.helloTimeout.code);
  assert.equal(await babbling.closed(), CLOSE.helloTimeout.code);
  world.pass(60_000);
  assert.equal(timely.wire.closeCode, null);
});

test("keeps the place of a viewer whose socket dropped for 30 s, and no longer", async (world) => {
  const { broadcaster, viewer } = await world.linked();
  viewer.wire.drop();
  world.pass(ROOM_LIMITS.viewerWindow - 1);
  assert.deepEqual(broadcaster.rest("left"), []);
  world.pass(1);
  assert.equal(world.hub.streams()[0].viewers, 0);
  const late = await world.asViewer();
  late.send({ type: "resume", ticket: viewer.welcome.ticket, negotiation: 1, linked: true });
  world.pass();
  // Its link may carry media all the same, so it is left as it is.
  assert.equal((await late.next("watching")).peer, viewer.welcome.peer);
  assert.deepEqual([late.rest("renew"), broadcaster.rest("left", "offer")], [[], []]);
});

test("keeps the seat of a broadcaster whose socket dropped for 60 s, and no longer", async (world) => {
  const { broadcaster, viewer } = await world.linked();
  broadcaster.wire.drop();
  world.pass();
  assert.equal((await viewer.next("state")).state, "paused");
  world.pass(ROOM_LIMITS.broadcasterWindow - 1);
  assert.deepEqual(viewer.restBut("details"), []);
  world.pass(1);
  assert.equal((await viewer.next("state")).state, "ended");
  const late = await world.asBroadcaster();
  late.send({ type: "resume", ticket: broadcaster.welcome.ticket, negotiation: 0, linked: false });
  assert.equal((await late.next("error")).code, "ticket-refused");
  await world.publish("live", broadcaster.welcome.key ?? "");
  await viewer.next("renew");
});

test("removes a viewer at once when its page closes (1001), but not a broadcaster", async (world) => {
  const { broadcaster, viewer } = await world.linked();
  viewer.wire.drop(1001);
  world.pass();
  assert.equal((await broadcaster.next("left")).peer, viewer.welcome.peer);
  broadcaster.wire.drop(1001);
  world.pass();
  assert.equal(world.hub.streams()[0].state, "paused");
});

test("accepts the ticket of a lost room's broadcaster within its window after the start, and no longer", async (world) => {
  const { broadcaster } = await world.linked();
  world.restart();
  world.pass(ROOM_LIMITS.broadcasterWindow + 1);
  const seat = await world.asBroadcaster();
  seat.send({ type: "resume", ticket: broadcaster.welcome.ticket, negotiation: 0, linked: false });
  assert.equal((await seat.next("error")).code, "ticket-refused");
  assert.deepEqual(world.hub.counts, { ...nothing, sockets: world.hub.counts.sockets });
});

test("asks for a new offer if one waited over 30 s, or 10 s for its answer", async (world) => {
  const early = await world.watch();
  world.pass(ROOM_LIMITS.offerFresh + 1);
  const broadcaster = await world.publish();
  await early.next("renew");
  assert.deepEqual(broadcaster.rest("offer"), []);
  early.send({ type: "offer", negotiation: 2, restart: false, sdp: sdp("fresh") });
  await broadcaster.next("offer");
  world.pass(ROOM_LIMITS.answerTimeout - 1);
  assert.deepEqual(early.rest("renew"), []);
  world.pass(1);
  await early.next("renew");
  const to = early.welcome.peer;
  broadcaster.send({ type: "answer", to, negotiation: 2, sdp: sdp("too late") });
  assert.equal((await broadcaster.next("error")).code, "no-such-link");
  assert.deepEqual(early.rest("answer"), []);
});

test("tells the broadcaster of a viewer that left, answered or not", async (world) => {
  const broadcaster = await world.publish();
  const viewer = await world.watch();
  await broadcaster.next("offer");
  world.pass(ROOM_LIMITS.answerTimeout);
  viewer.send({ type: "leave" });
  world.pass();
  assert.equal((await broadcaster.next("left")).peer, viewer.welcome.peer);
});

test("holds no timer and no room after the windows have ended", async (world) => {
  const { broadcaster, viewer } = await world.linked();
  await world.watch("nobody-broadcasts");
  for (let i = 0; i < 20; i++) await world.asViewer(); // never say hello
  viewer.wire.drop();
  broadcaster.wire.drop();
  world.pass(5_000);
  assert.deepEqual(world.hub.counts, { rooms: 2, sockets: 1, peers: 1, timers: 2 });
  world.pass(120_000);
  assert.deepEqual(world.hub.counts, { rooms: 1, sockets: 1, peers: 1, timers: 1 });
  assert.equal(world.clock.pending, 1, "the heartbeat");
});

test("pings each peer once an interval, and not all at the same moment", async (world) => {
  const viewers = [];
  for (let i = 0; i < 4; i++) {
    viewers.push(await world.watch());
    world.pass(1_000);
  }
  for (const { wire } of viewers) wire.reading = false; // what it is sent stays to be seen
  const pinged = viewers.map((): number[] => []);
  for (let now = 0; now < 2 * HEARTBEAT.interval; now += 100) {
    const before = viewers.map(({ wire }) => wire.queued);
    world.clock.advance(100);
    viewers.forEach(({ wire }, i) => wire.queued > before[i] && pinged[i].push(now));
  }
  for (const [first, second, ...others] of pinged) {
    assert.equal(second - first, HEARTBEAT.interval);
    assert.deepEqual(others, []);
  }
  assert.equal(new Set(pinged.flat()).size, 2 * viewers.length);
});

for (const sinceBeat of [0, 1, 1_000, 1_999, 2_000, 3_999]) {
  test(`closes a peer whose last message came ${sinceBeat} ms after a ping: not within two pings, but within 14 s`, async (world) => {
    const { viewer } = await world.linked();
    world.pass(HEARTBEAT.interval + sinceBeat);
    viewer.wire.send(PING);
    world.pass();
    viewer.wire.alive = false;
    world.pass(HEARTBEAT.deadAfter - HEARTBEAT.interval);
    assert.equal(viewer.wire.closeCode, null);
    world.pass(HEARTBEAT.interval);
    assert.equal(viewer.wire.closeCode, CLOSE.silent.code);
  });
}

test("closes only the silent peer with 4410", async (world) => {
  const { broadcaster, viewer } = await world.linked();
  const other = await world.watch();
  viewer.wire.alive = false;
  world.pass(HEARTBEAT.deadAfter - HEARTBEAT.interval);
  assert.equal(viewer.wire.closeCode, null);
  world.pass(HEARTBEAT.interval);
  assert.equal(await viewer.closed(), CLOSE.silent.code);
  // Its place is kept, as after any socket that went without a word.
  assert.deepEqual(broadcaster.rest("left"), []);
  world.pass(120_000);
  assert.deepEqual(broadcaster.rest("left"), [], "media may flow all the same");
  assert.equal(other.wire.closeCode, null);
});

test("answers a ping", async (world) => {
  const viewer = await world.watch();
  viewer.wire.send(PING);
  world.pass();
  assert.equal(viewer.wire.received.at(-1), PONG);
});

test("closes many peers in slices when it stops, and a few at once", async (world) => {
  const many = await Promise.all(Array.from({ length: 100 }, () => world.asViewer()));
  const gone = () => (world.network.flush(), many.filter(({ wire }) => wire.closeCode !== null));
  const drained = world.hub.drain();
  assert.equal(gone().length, 10);
  for (let slice = 2; slice <= 10; slice++) {
    world.clock.advance(100);
    await Promise.resolve();
    assert.equal(gone().length, slice * 10);
  }
  await drained;
  assert.equal(world.clock.pending, 0);
});

test("waits at most 2 s for sockets to close when it stops", async (world) => {
  const { viewer } = await world.linked();
  viewer.wire.reading = false;
  let ended = false;
  const drained = world.hub.drain().then(() => ended = true);
  world.pass(1_999);
  await Promise.resolve();
  assert.equal(ended, false);
  world.pass(1);
  await drained;
});

test("closes every socket with 4503 when it stops, and accepts none after", async (world) => {
  const { broadcaster, viewer } = await world.linked();
  const silent = await world.asViewer();
  const drained = world.hub.drain();
  world.network.flush();
  await drained;
  for (const client of [broadcaster, viewer, silent, await world.asViewer()]) {
    assert.equal(await client.closed(), CLOSE.stopping.code);
  }
  assert.equal(world.hub.isFull, true);
  assert.deepEqual([world.hub.counts, world.clock.pending], [nothing, 0]);
});

test("accepts 60 messages at once and 30 a second, and closes only the peer beyond that with 4429", async (world) => {
  const { broadcaster, viewer } = await world.linked();
  viewer.wire.alive = false; // a pong would count too
  const honest = await world.watch();
  await broadcaster.next("offer");
  const babble = { type: "candidates", negotiation: 9, candidates: candidates(1) } as const;
  world.pass(2_000);
  for (let i = 0; i < LIMITS.messageBurst; i++) viewer.send(babble);
  world.pass();
  for (let second = 0; second < 5; second++) {
    world.pass(1_000);
    for (let i = 0; i < LIMITS.messagesPerSecond; i++) viewer.send(babble);
    world.pass();
  }
  assert.equal(viewer.wire.closeCode, null);
  viewer.send(babble);
  assert.equal(await viewer.closed(), CLOSE.tooManyMessages.code);
  assert.equal(viewer.rest("error").length, LIMITS.messageBurst + 5 * LIMITS.messagesPerSecond);
  honest.send({ type: "candidates", negotiation: 1, candidates: candidates(1) });
  assert.equal((await broadcaster.next("candidates")).from, honest.welcome.peer);
  assert.deepEqual(honest.restBut("details"), []);
});

test("counts a broadcast's age from its beginning, whichever peer takes the seat meanwhile", async (world) => {
  const { welcome: { key, ticket, elapsed }, wire } = await world.publish();
  assert.equal(elapsed, 0);
  const [{ since }] = world.hub.streams();
  world.pass(10_000);
  wire.drop();
  world.pass(5_000);
  assert.deepEqual(world.hub.streams().map(({ since, elapsed }) => ({ since, elapsed })), [
    { since, elapsed: 15_000 },
  ]);
  const back = await world.asBroadcaster();
  back.send({ type: "resume", ticket, negotiation: 0, linked: false });
  world.pass();
  assert.equal((await back.next("publishing")).elapsed, 15_000);
  world.pass(5_000);
  const reloaded = await world.publish("live", key ?? "");
  assert.equal(reloaded.welcome.elapsed, 20_000);
  assert.equal(world.hub.streams()[0].since, since);

  reloaded.send({ type: "stop" });
  world.pass(60_000);
  assert.equal((await world.publish("live", key ?? "")).welcome.elapsed, 0, "another broadcast");
});
