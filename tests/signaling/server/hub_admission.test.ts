/** Admission: what happens during and after the check of a hello, in any order of checks. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { digest } from "@/signaling/server/access/digest.ts";
import { ADMISSION_TIMEOUT } from "@/signaling/server/admission.ts";
import { INBOX } from "@/signaling/server/inbox.ts";
import { joinByHttp } from "@/signaling/server/transports/http_join.ts";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import { LIMITS, PING, PONG } from "@/signaling/protocol/limits.ts";
import { candidates, sdp } from "../../support/messages.ts";
import { LateWorld, settlePromises, SlowWorld } from "../../support/slow_world.ts";

function test(behaviour: string, run: (world: SlowWorld) => Promise<void>): void {
  Deno.test(`Hub ${behaviour}`, async () => {
    await using world = new SlowWorld();
    await run(world);
    await world.settle();
  });
}

const WATCH = { type: "watch", stream: "live", offer: { negotiation: 1, sdp: sdp("o") } } as const;
const PUBLISH = { type: "publish", stream: "live" } as const;
const nothing = { rooms: 0, sockets: 0, peers: 0, timers: 0 };

/** A broadcaster that is in. */
async function publish(world: SlowWorld, key?: string) {
  const broadcaster = await world.asBroadcaster();
  broadcaster.send(key === undefined ? PUBLISH : { ...PUBLISH, key });
  await world.settle();
  return Object.assign(broadcaster, { welcome: await broadcaster.next("publishing") });
}

/** A viewer that is in. */
async function watch(world: SlowWorld) {
  const viewer = await world.asViewer();
  viewer.send(WATCH);
  await world.settle();
  return Object.assign(viewer, { welcome: await viewer.next("watching") });
}

test("gives a room no event of a peer while its hello is checked", async (world) => {
  const broadcaster = await publish(world);
  const viewer = await world.asViewer();
  viewer.send(WATCH);
  world.pass(ADMISSION_TIMEOUT - 1);
  assert.deepEqual([viewer.wire.received, broadcaster.rest("offer")], [[], []]);
  assert.deepEqual(world.hub.counts, { rooms: 1, sockets: 2, peers: 1, timers: 2 });
  await world.settle();
  await viewer.next("watching");
  await broadcaster.next("offer");
});

test("handles messages sent during the check in order, after admission", async (world) => {
  const broadcaster = await publish(world);
  const viewer = await world.asViewer();
  viewer.send(WATCH);
  viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(2) });
  viewer.wire.send(PING);
  viewer.wire.send("{");
  world.pass();
  assert.deepEqual(viewer.wire.received, []);
  await world.settle();
  const types = viewer.wire.received.map((text) => JSON.parse(text).type);
  assert.deepEqual(types, ["watching", "pong", "error"]);
  assert.equal(viewer.wire.received[1], PONG);
  await broadcaster.next("offer");
  assert.deepEqual((await broadcaster.next("candidates")).candidates, candidates(2));
});

test("keeps a limited number of messages during the check, and closes with 4429 beyond it", async (world) => {
  const viewer = await world.asViewer();
  viewer.send(WATCH);
  const say = (count: number) => {
    for (let i = 0; i < count; i++) {
      viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(1) });
    }
  };
  say(LIMITS.messageBurst - 1);
  world.pass(2_000); // within the rate
  say(INBOX.messages - LIMITS.messageBurst + 1);
  world.pass();
  assert.equal(viewer.wire.closeCode, null);
  say(1);
  assert.equal(await viewer.closed(), CLOSE.tooManyMessages.code);
});

test("keeps a limited number of characters during the check, and closes with 4429 beyond it", async (world) => {
  const viewer = await world.asViewer();
  viewer.send(WATCH);
  const half = "x".repeat(INBOX.characters / 2);
  viewer.wire.send(half);
  viewer.wire.send(half);
  world.pass();
  assert.equal(viewer.wire.closeCode, null);
  viewer.wire.send("x");
  assert.equal(await viewer.closed(), CLOSE.tooManyMessages.code);
});

test("applies the message rate during the check, and counts each message only once", async (world) => {
  const hasty = await world.asViewer();
  const honest = await world.asViewer();
  for (const viewer of [hasty, honest]) viewer.send(WATCH);
  for (let i = 1; i < LIMITS.messageBurst; i++) honest.wire.send(PING);
  for (let i = 0; i < LIMITS.messageBurst; i++) hasty.wire.send(PING);
  assert.equal(await hasty.closed(), CLOSE.tooManyMessages.code);
  await world.settle();
  assert.equal(
    honest.wire.received.filter((text) => text === PONG).length,
    LIMITS.messageBurst - 1,
  );
  assert.equal(honest.wire.closeCode, null);
});

test("closes with 4504 a peer whose check takes more than 5 s, and frees its name", async (world) => {
  const broadcaster = await world.asBroadcaster();
  broadcaster.send(PUBLISH);
  world.pass();
  await world.check(0); // it is decided, and nobody is told
  world.pass(ADMISSION_TIMEOUT - 1);
  assert.equal(broadcaster.wire.closeCode, null);
  world.pass(1);
  assert.equal(await broadcaster.closed(), CLOSE.admissionTimeout.code);
  assert.equal(world.store.count(), 1);
  await world.settle();
  assert.equal(world.store.count(), 0);
  assert.deepEqual([world.hub.counts, world.clock.pending], [nothing, 0]);
  assert.notEqual((await publish(world)).welcome.key, null);
});

test("forgets a peer that leaves during its check, and frees the name that was claimed for it", async (world) => {
  for (const code of [1001, 1006]) {
    const broadcaster = await world.asBroadcaster();
    const viewer = await world.asViewer();
    broadcaster.send(PUBLISH);
    viewer.send(WATCH);
    world.pass();
    await world.check(0);
    assert.equal(world.store.count(), 1);
    for (const { wire } of [broadcaster, viewer]) wire.drop(code);
    await world.settle();
    assert.deepEqual([world.hub.counts, world.clock.pending], [nothing, 0]);
    assert.equal(world.store.count(), 0, "nobody was told its key");
  }
});

test("leaves the seat with its broadcaster if the owner's other page leaves during its check", async (world) => {
  const { welcome: { key, ticket }, wire } = await publish(world);
  const other = await world.asBroadcaster();
  other.send({ ...PUBLISH, key: key ?? "" });
  world.pass();
  await world.check(0);
  other.wire.drop();
  await world.settle();
  assert.equal(wire.closeCode, null);
  wire.drop();
  const back = await world.asBroadcaster();
  back.send({ type: "resume", ticket, negotiation: 0, linked: false });
  await world.settle();
  await back.next("publishing");
});

test("leaves a name with its owner if the owner's page leaves during its check, even if the seat is free", async (world) => {
  const broadcaster = await publish(world);
  broadcaster.send({ type: "stop" });
  await broadcaster.closed();
  const other = await world.asBroadcaster();
  other.send({ ...PUBLISH, key: broadcaster.welcome.key ?? "" });
  world.pass();
  other.wire.drop();
  await world.settle();
  assert.equal(world.store.count(), 1);
});

test("gives a free name to only one of its claimants, in any order of checks", async (world) => {
  const clients = [await world.asBroadcaster(), await world.asBroadcaster()];
  for (const client of clients) client.send(PUBLISH);
  world.pass();
  await world.check(1); // the second is decided first
  await world.check(0);
  await world.check(0); // and the first is told first
  await world.settle();
  assert.equal((await clients[0].next("error")).code, "stream-taken");
  assert.notEqual((await clients[1].next("publishing")).key, null);
});

test("replaces the earlier of two sockets of one peer, even if its check ends later", async (world) => {
  const broadcaster = await publish(world);
  const { welcome: { ticket, peer }, wire } = await watch(world);
  wire.drop();
  world.pass();
  const resume = { type: "resume", ticket, negotiation: 1, linked: true } as const;
  const [dead, alive] = [await world.asViewer(), await world.asViewer()];
  for (const client of [dead, alive]) {
    client.send(resume);
    world.pass();
  }
  await world.check(1);
  await world.check(1);
  await world.settle();
  assert.equal(await dead.closed(), CLOSE.replaced.code);
  assert.equal(alive.wire.closeCode, null);
  assert.equal((await alive.next("watching")).peer, peer);
  await broadcaster.next("offer");
  alive.send({ type: "leave" });
  world.pass();
  assert.equal((await broadcaster.next("left")).peer, peer);
});

test("closes with 4500 only the peer whose check fails", async (world) => {
  const viewer = await watch(world);
  const other = await world.asViewer();
  other.send(WATCH);
  world.pass();
  world.checks.splice(0)[0].reject(new Error("the store is gone"));
  await settlePromises();
  assert.equal(await other.closed(), CLOSE.internal.code);
  assert.equal(viewer.wire.closeCode, null);
  assert.equal(world.hub.counts.sockets, 1);
});

test("closes peers during their check when it stops, and finishes when the checks have ended", async (world) => {
  const broadcaster = await world.asBroadcaster();
  broadcaster.send(PUBLISH);
  world.pass();
  await world.check(0);
  let isDone = false;
  const drained = world.hub.drain().then(() => isDone = true);
  assert.equal(await broadcaster.closed(), CLOSE.stopping.code);
  await settlePromises();
  assert.deepEqual([isDone, world.store.count()], [false, 1]);
  await world.settle();
  await drained;
  assert.deepEqual([world.store.count(), world.hub.counts, world.clock.pending], [0, nothing, 0]);
});

test("waits at most 2 s for checks when it stops", async (world) => {
  const viewer = await world.asViewer();
  viewer.send(WATCH);
  world.pass();
  const drained = world.hub.drain();
  world.pass(2_000);
  await drained;
});

Deno.test("Hub frees a claimed name if the last place was taken during the check", async () => {
  await using world = new SlowWorld({ maxStreams: 1 });
  const clients = [await world.asBroadcaster(), await world.asBroadcaster()];
  clients[0].send({ ...PUBLISH, stream: "one" });
  clients[1].send({ ...PUBLISH, stream: "two" });
  await world.settle();
  await clients[0].next("publishing");
  assert.equal((await clients[1].next("error")).code, "server-full");
  assert.equal(await clients[1].closed(), CLOSE.refused.code);
  assert.equal(world.store.count(), 1);
});

Deno.test("Hub counts a checked peer as a socket until the check ends", async () => {
  await using world = new SlowWorld({ maxSockets: 2 });
  const clients = [await world.asViewer(), await world.asViewer()];
  for (const client of clients) client.send(WATCH);
  world.pass();
  assert.equal(world.hub.isFull, true);
  for (const { wire } of clients) wire.drop();
  world.pass();
  assert.deepEqual([world.hub.counts.sockets, world.hub.isFull], [0, true]);
  await world.settle();
  assert.equal(world.hub.isFull, false);
});

test("delays a join by HTTP until admission, and no longer", async (world) => {
  const broadcaster = await publish(world);
  let response: Awaited<ReturnType<typeof joinByHttp>> | null = null;
  const joining = joinByHttp(world.hub, JSON.stringify(WATCH), "192.0.2.1", world.clock)
    .then((each) => response = each);
  world.pass(3_000);
  await settlePromises();
  assert.equal(response, null);
  await world.settle();
  const { as, messages } = await joining;
  assert.deepEqual([as, messages.map(({ type }) => type)], ["welcome", ["watching"]]);
  await broadcaster.next("offer");
});

test("answers a join by HTTP whose check fails with no messages", async (world) => {
  const joining = joinByHttp(world.hub, JSON.stringify(WATCH), "192.0.2.1", world.clock);
  world.pass(ADMISSION_TIMEOUT);
  assert.deepEqual(await joining, { as: "refused", messages: [] });
  assert.equal(world.hub.counts.sockets, 0);
});

Deno.test("Hub admits a peer before its next message arrives if Access decides at once", async () => {
  await using world = new LateWorld();
  const viewer = await world.asViewer();
  viewer.send(WATCH);
  viewer.wire.toServer();
  await Promise.resolve(); // no task later, as between two messages of a socket
  await Promise.resolve();
  assert.equal(world.hub.counts.peers, 1);
});

Deno.test("Hub gives the seat to one of its owner's pages, in any order of checks", async () => {
  const steps = fc.array(
    fc.record({
      do: fc.constantFrom("arrive", "arrive", "check", "check", "check", "drop"),
      who: fc.nat(9),
    }),
    { minLength: 3, maxLength: 30, size: "max" },
  );
  const outcomes = new Set<string>();
  const rules = fc.asyncProperty(steps, async (steps) => {
    await using world = new SlowWorld();
    const first = await publish(world);
    const key = first.welcome.key ?? "";
    const pages = [first, await world.asBroadcaster(), await world.asBroadcaster()];
    const stranger = await world.asBroadcaster();
    for (const page of pages.slice(1)) page.send({ ...PUBLISH, key });
    stranger.send(PUBLISH);
    const everyone = [...pages, stranger];
    for (const { do: what, who } of steps) {
      const { wire } = everyone[who % everyone.length];
      if (what === "check") await world.check(who);
      else if (what === "arrive") wire.toServer();
      else if (who % everyone.length > 0) wire.drop();
    }
    await world.settle();
    const open = pages.filter(({ wire }) => wire.closeCode === null);
    outcomes.add(`${open.length} of ${pages.indexOf(open[0])}`);
    assert.ok(open.length <= 1, "two have one seat");
    for (const page of pages) {
      if (page.wire.closeCode === null || page.wire.closeCode === 1006) continue;
      assert.equal(page.wire.closeCode, CLOSE.replaced.code);
    }
    if (stranger.wire.closeCode !== 1006) {
      assert.equal((await stranger.next("error")).code, "stream-taken");
    }
    const holder = world.store.find("live")?.seat;
    if (open.length === 0) return;
    const { peer, ticket } = "welcome" in open[0]
      ? first.welcome
      : await open[0].next("publishing");
    assert.equal(holder, digest(peer), "its ticket is void");
    open[0].wire.drop();
    const back = await world.asBroadcaster();
    back.send({ type: "resume", ticket, negotiation: 0, linked: false });
    await world.settle();
    assert.equal((await back.next("publishing")).peer, peer);
  });
  await fc.assert(rules, { numRuns: 300 });
  for (const each of ["1 of 0", "1 of 1", "1 of 2"]) assert.ok(outcomes.has(each), each);
});
