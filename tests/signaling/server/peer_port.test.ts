/** What the hub does with a peer that has no socket. */
import assert from "node:assert/strict";
import { BEAT, type Beat, type Liveness, type PeerPort } from "@/signaling/server/peer_port.ts";
import type { CloseReason } from "@/signaling/protocol/close_codes.ts";
import { HEARTBEAT, PING, PONG } from "@/signaling/protocol/limits.ts";
import type { ServerMessage } from "@/signaling/protocol/server_messages.ts";
import { FakeWorld } from "../../support/hub_world.ts";
import { sdp } from "../../support/messages.ts";

class Port implements PeerPort {
  readonly delivered: (ServerMessage | Beat)[] = [];
  closedFor: CloseReason | null = null;

  constructor(readonly liveness: Liveness) {}

  deliver(message: ServerMessage | Beat): null {
    this.delivered.push(message);
    return null;
  }

  close(reason: CloseReason): void {
    this.closedFor = reason;
  }

  takeBuffered(): null {
    return null;
  }
}

const offer = { negotiation: 1, sdp: sdp("o") };

/** A viewer on a port of that kind. */
function watch(world: FakeWorld, liveness: Liveness) {
  const port = new Port(liveness);
  const peer = world.hub.connect(port, { address: "192.0.2.1" });
  peer.hello({ type: "watch", stream: "live", offer });
  return { port, peer };
}

Deno.test("Hub pings a peer with heartbeat liveness, and closes it when it is silent", async () => {
  await using world = new FakeWorld();
  const { port } = watch(world, "heartbeat");
  world.pass(2 * HEARTBEAT.interval);
  assert.equal(port.delivered.filter((message) => message === BEAT.ping).length, 2);
  world.pass(HEARTBEAT.deadAfter);
  assert.equal(port.closedFor, "silent");
});

Deno.test("Hub neither pings nor closes a peer with session liveness", async () => {
  await using world = new FakeWorld();
  const broadcaster = await world.publish();
  const { port, peer } = watch(world, "session");
  await broadcaster.next("offer");
  world.pass(60_000);
  assert.equal(port.closedFor, null);
  assert.ok(port.delivered.every(({ type }) => type !== "ping"));
  peer.closed("left");
  await broadcaster.next("left");
  assert.equal(world.hub.counts.peers, 1);
});

Deno.test("Hub delivers the same object to all peers, not serialized", async () => {
  await using world = new FakeWorld();
  const { port: one } = watch(world, "session");
  const { port: two } = watch(world, "session");
  await world.publish();
  const states = [one, two].map(({ delivered }) => delivered.find(({ type }) => type === "state"));
  assert.deepEqual(states[0], { type: "state", state: "live" });
  assert.equal(states[0], states[1]);
});

Deno.test("Hub accepts a hello only once", async () => {
  await using world = new FakeWorld();
  const { port, peer } = watch(world, "session");
  peer.hello({ type: "watch", stream: "other", offer });
  assert.equal(port.delivered.filter(({ type }) => type === "watching").length, 1);
  assert.equal(world.hub.counts.rooms, 1);
});

Deno.test("heartbeat messages are serialized exactly as the protocol says", () => {
  assert.deepEqual([BEAT.ping, BEAT.pong].map((beat) => JSON.stringify(beat)), [PING, PONG]);
});
