/** The viewer's session, with chosen pages and browsers. For random events see watch_session_property.test.ts. */
import assert from "node:assert/strict";
import { watchStep } from "@/webrtc/watch/watch_machine.ts";
import { createWatchSession } from "@/webrtc/watch/watch_session.ts";
import type { WatchPage } from "@/webrtc/watch/watch_world.ts";
import { replaceStorage } from "../../support/memory_storage.ts";
import { Studio } from "../../support/studio.ts";
import { Viewer } from "../../support/watch_viewer.ts";
import { networkOf, World } from "../../support/watch_world.ts";

async function onAir() {
  const storage = replaceStorage();
  const world = new World(() => 0.5, false);
  const studio = new Studio(world);
  await studio.goLive();
  return { storage, world, studio, [Symbol.dispose]: () => studio.session.dispose() };
}

Deno.test("the page's head joins by HTTP; the session takes over its socket, its link and its answer, whenever that comes", async () => {
  for (const after of [0, 30, 50, 70, 100, 200, 2_000]) {
    using pair = await onAir();
    const { world, studio } = pair;
    const { sockets } = world;
    using viewer = new Viewer(world, watchStep, true);
    await viewer.pass(after);
    viewer.start();
    await viewer.pass(1_000);
    assert.ok(viewer.plays, `after ${after} ms`);
    assert.deepEqual([world.sockets - sockets, viewer.made], [1, 1]);
    assert.equal(studio.session.viewers.peek(), 1);
  }
});

Deno.test("a page whose socket is lost between the head's answer and its scripts joins again, over another link", async () => {
  using pair = await onAir();
  const { world } = pair;
  using viewer = new Viewer(world, watchStep, true);
  await viewer.pass(500);
  world.cut(world.viewer);
  await viewer.pass(100);
  viewer.start();
  await viewer.pass(1_000);
  assert.ok(viewer.plays);
  assert.deepEqual([viewer.made, viewer.open], [2, 1]);
});

Deno.test("a page that goes away leaves, and plays again when it comes back", async () => {
  using pair = await onAir();
  const { world, studio } = pair;
  using viewer = new Viewer(world, watchStep, false);
  viewer.start();
  await viewer.pass(1_000);
  viewer.goAway();
  await viewer.pass(100);
  assert.deepEqual([studio.session.viewers.peek(), viewer.session.media.peek()], [0, null]);
  viewer.comeBack();
  await viewer.pass(1_000);
  assert.ok(viewer.plays);
  assert.equal(studio.session.viewers.peek(), 1);
});

/** Starts a session in a browser whose WebRTC is missing or broken. */
function watchWithout(world: World, hasWebRtc: boolean) {
  const page: WatchPage = {
    supportsWebRtc: () => hasWebRtc,
    canMakeLinks: () => Promise.resolve(false),
    takeEarlyJoin: () => ({}),
    onSignsOfReturn: () => () => {},
    onLeaving: () => () => {},
    afterLoad: (run) => run(),
  };
  const session = createWatchSession("live", { servers: [], policy: "all", hasTurn: false }, {
    clock: world.clock,
    network: networkOf(world, world.viewer),
    random: world.random,
    newLink: () => {
      throw new TypeError("no");
    },
    page,
  });
  session.start();
  return session;
}

Deno.test("a browser without WebRTC, or in which it does not work, reports that and holds nothing", async () => {
  for (const hasWebRtc of [false, true]) {
    const world = new World(() => 0.5, false);
    const session = watchWithout(world, hasWebRtc);
    assert.equal(session.state.peek(), "no-webrtc");
    await world.clock.pass(1_000);
    assert.deepEqual([session.state.peek(), world.wires.size], ["no-webrtc", 0]);
    session.dispose();
    assert.equal(world.clock.pending, 0);
  }
});

// This must be the last test, because the removal is stored.
Deno.test("a removed viewer closes everything and stays away, and so do the other pages of its browser", async () => {
  using pair = await onAir();
  const { world, studio, storage } = pair;
  using viewer = new Viewer(world, watchStep, false);
  viewer.start();
  await viewer.pass(1_000);
  assert.ok(viewer.plays);
  const [{ peer }] = studio.session.quality.audience.peek();
  studio.session.remove(peer);
  await world.clock.pass(200);
  const { state, media, removedUntil } = viewer.session;
  assert.deepEqual([state.peek(), media.peek(), viewer.open], ["removed", null, 0]);
  assert.ok(Number(removedUntil.peek()) > Date.now());
  assert.ok(storage.getItem("tuila.removed.live"), "the page's head looks there");
  const { sockets } = world;
  using other = new Viewer(world, watchStep, false);
  other.start();
  await world.clock.pass(60_000);
  assert.deepEqual([other.session.state.peek(), world.sockets], ["removed", sockets]);
});
