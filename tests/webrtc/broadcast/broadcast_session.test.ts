/** The broadcaster's session over fake links and devices, with a real hub. */
import assert from "node:assert/strict";
import { watchStep } from "@/webrtc/watch/watch_machine.ts";
import { replaceStorage } from "../../support/memory_storage.ts";
import { Studio } from "../../support/studio.ts";
import { Viewer } from "../../support/watch_viewer.ts";
import { World } from "../../support/watch_world.ts";

const MARK = "tuila.live.live";

function setUp() {
  const storage = replaceStorage();
  const world = new World(() => 0.5, false);
  return { storage, world, isMarked: () => storage.getItem(MARK) !== null };
}

Deno.test("a viewer plays a broadcast, also while the server restarts; both resume as the same peers", async () => {
  const { world } = setUp();
  using studio = new Studio(world);
  await studio.goLive();
  assert.equal(studio.state, "live");
  using viewer = new Viewer(world, watchStep, true);
  viewer.start();
  await viewer.pass(1_000);
  assert.ok(viewer.plays);
  assert.equal(studio.session.viewers.peek(), 1);
  const [link] = studio.links;
  world.end(false);
  await viewer.pass(5_000);
  assert.ok(viewer.plays, "media outlives signaling");
  assert.equal(studio.session.state.peek().name, "live");
  world.serve();
  await viewer.pass(30_000);
  assert.deepEqual([viewer.plays, [...studio.links]], [true, [link]], "on the same link");
  assert.equal(studio.session.viewers.peek(), 1);
  viewer.session.dispose();
  await world.clock.pass(200);
  assert.deepEqual([studio.session.viewers.peek(), studio.links.size], [0, 0]);
});

Deno.test("the socket opens while the person is asked for the devices, and is then used", async () => {
  const { world } = setUp();
  using studio = new Studio(world);
  studio.session.start();
  await world.clock.pass(200);
  assert.deepEqual([studio.state, world.wires.size, world.sockets], ["asking", 1, 1]);
  studio.sources.allow();
  await world.clock.pass(50); // one round trip: the socket is open now
  assert.deepEqual([studio.state, world.sockets], ["live", 1]);
  studio.session.stop();
  await world.clock.pass(200);
  assert.equal(world.wires.size, 0);
  // After Stop during the prompt, no socket stays open.
  studio.session.start();
  await world.clock.pass(200);
  assert.equal(world.wires.size, 1);
  studio.session.stop();
  await world.clock.pass(200);
  assert.equal(world.wires.size, 0);
});

Deno.test("if the user takes long to allow the devices, only the socket is lost", async () => {
  const { world } = setUp();
  using studio = new Studio(world);
  studio.session.start();
  await world.clock.pass(30_000);
  assert.equal(world.wires.size, 0, "the server did not wait");
  studio.sources.allow();
  await world.clock.pass(200);
  assert.deepEqual([studio.state, world.sockets], ["live", 2]);
});

Deno.test("a page that goes away while live leaves the mark, and the next page goes on with the same devices", async () => {
  const { world, storage, isMarked } = setUp();
  using studio = new Studio(world);
  assert.equal(isMarked(), false);
  studio.session.start(["microphone"]);
  studio.sources.allow();
  await world.clock.pass(200);
  assert.match(storage.getItem(MARK) ?? "", /^\d+ microphone$/);
  storage.removeItem(MARK);
  await world.clock.pass(10_000);
  assert.ok(isMarked(), "kept up to date");
  studio.session.dispose();
  assert.ok(isMarked());
  await navigator.locks.request(MARK, () => {}); // resolves once that page has released the mark
  using next = new Studio(world);
  await next.session.restore();
  assert.equal(next.state, "asking", "without a question");
  next.sources.allow();
  await world.clock.pass(200);
  assert.deepEqual([next.state, next.sources.wanted], ["live", ["microphone"]]);
  next.session.stop();
  assert.equal(isMarked(), false);
});

Deno.test("a newer page of the owner takes the seat: the mark is now that page's, and the devices are released", async () => {
  const { world, isMarked } = setUp();
  using studio = new Studio(world);
  await studio.goLive();
  using newer = new Studio(world);
  await newer.goLive();
  assert.deepEqual([studio.state, newer.state], ["replaced", "live"]);
  assert.deepEqual(studio.sources.wanted, []);
  assert.ok(isMarked());
  newer.session.stop();
  assert.equal(isMarked(), false);
  await world.clock.pass(200);
  assert.deepEqual([newer.state, world.wires.size, world.clock.pending], ["ended", 0, 0]);
});
