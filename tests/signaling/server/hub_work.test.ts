/** The hub's work and messages: counted, not timed. */
import assert from "node:assert/strict";
import { FakeWorld } from "../../support/hub_world.ts";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { candidates, sdp, sdpOf } from "../../support/messages.ts";

/** As long as a browser's offer and answer of a picture and its sound. */
const SDP = sdpOf(5_000);

/** How often something is written out as JSON meanwhile. */
function countWritten(run: () => void): number {
  const { stringify } = JSON;
  let count = 0;
  JSON.stringify = (value: unknown) => {
    count++;
    return stringify(value);
  };
  try {
    run();
  } finally {
    JSON.stringify = stringify;
  }
  return count;
}

Deno.test("Hub serializes a message to all viewers only once", async () => {
  await using world = new FakeWorld();
  const broadcaster = await world.publish();
  const viewers = [];
  for (let i = 0; i < 50; i++) viewers.push(await world.watch());
  for (const _ of viewers) {
    const { from, negotiation } = await broadcaster.next("offer");
    broadcaster.send({ type: "answer", to: from, negotiation, sdp: sdp("answer") });
    world.pass(100); // as fast as it may speak
  }
  world.pass(ROOM_LIMITS.detailsEvery);
  for (const viewer of viewers) viewer.rest();

  broadcaster.send({ type: "describe", title: "Tuila", capacity: null });
  assert.equal(countWritten(() => world.pass()), 1, "the title");
  for (const viewer of viewers) assert.equal((await last(viewer, "details")).title, "Tuila");
  broadcaster.wire.drop();
  assert.equal(countWritten(() => world.pass()), 1, "the state");
  for (const viewer of viewers) assert.equal((await last(viewer, "state")).state, "paused");
});

/** The newest message of that type. */
async function last<Type extends "details" | "state">(
  viewer: Awaited<ReturnType<FakeWorld["watch"]>>,
  type: Type,
) {
  let found = await viewer.next(type);
  while (viewer.rest(type).length > 0) found = await viewer.next(type);
  return found;
}

Deno.test("a join takes 6 messages on each side, and the server adds at most half a kB", async () => {
  await using world = new FakeWorld();
  const broadcaster = await world.publish();
  const before = broadcaster.wire.received.length;
  const viewer = await world.watch("live", SDP);
  const { from: to, negotiation } = await broadcaster.next("offer");
  const each = candidates(4);
  viewer.send({ type: "candidates", negotiation, candidates: each });
  broadcaster.send({ type: "answer", to, negotiation, sdp: SDP });
  broadcaster.send({ type: "candidates", to, negotiation, candidates: each });
  world.pass();

  const sent = 2; // watch or answer, and candidates
  const said = JSON.stringify(SDP).length + JSON.stringify(each).length;
  for (const texts of [viewer.wire.received, broadcaster.wire.received.slice(before)]) {
    const types = texts.map((text) => JSON.parse(text).type);
    assert.ok(types.length + sent <= 6, `received: ${types}`);
    const added = texts.join("").length - said;
    assert.ok(added <= 512, `${added} bytes`);
  }
});
