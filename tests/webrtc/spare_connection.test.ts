import assert from "node:assert/strict";
import { SpareConnection } from "@/webrtc/spare_connection.ts";
import { FakeClock } from "../support/fake_clock.ts";

const ALL: RTCConfiguration = { iceTransportPolicy: "all" };
const RELAY: RTCConfiguration = { iceTransportPolicy: "relay" };

/** Connections that only know whether they are closed. */
function standIns() {
  const open = new Set<unknown>();
  class StandIn {
    constructor() {
      open.add(this);
    }
    close() {
      open.delete(this);
    }
  }
  const had = Object.getOwnPropertyDescriptor(globalThis, "RTCPeerConnection");
  Object.assign(globalThis, { RTCPeerConnection: StandIn });
  return {
    open,
    [Symbol.dispose]() {
      if (had === undefined) Reflect.deleteProperty(globalThis, "RTCPeerConnection");
      else Object.defineProperty(globalThis, "RTCPeerConnection", had);
    },
  };
}

Deno.test("one is made ahead, given out once, and made with what was asked for", () => {
  using made = standIns();
  const spare = new SpareConnection(new FakeClock());
  assert.equal(spare.take(ALL), null);
  spare.prepare(ALL);
  spare.prepare(ALL);
  assert.equal(made.open.size, 1);
  assert.equal(spare.take(RELAY), null, "another configuration");
  assert.ok(made.open.has(spare.take(ALL)));
  assert.equal(spare.take(ALL), null);
  spare.prepare(RELAY);
  assert.ok(spare.take(RELAY) !== null);
  assert.equal(made.open.size, 2, "those that were taken are whose they are");
});

Deno.test("one that waits is replaced when it is not fresh any more, and nothing is left behind", () => {
  using made = standIns();
  const clock = new FakeClock();
  const spare = new SpareConnection(clock);
  spare.prepare(ALL);
  const [first] = made.open;
  clock.advance(60_000);
  assert.equal(made.open.size, 1);
  assert.ok(!made.open.has(first));
  spare.prepare(RELAY);
  assert.equal(made.open.size, 1);
  spare.drop();
  assert.equal(made.open.size, 0);
  assert.equal(clock.pending, 0);
});
