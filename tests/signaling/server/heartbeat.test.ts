import assert from "node:assert/strict";
import type { Clock } from "@/common/clock.ts";
import { Connection } from "@/signaling/server/connection.ts";
import { Heartbeat } from "@/signaling/server/heartbeat.ts";
import { HEARTBEAT } from "@/signaling/protocol/limits.ts";
import { FakeClock } from "../../support/fake_clock.ts";

const PORT = {
  liveness: "heartbeat",
  deliver: () => null,
  close() {},
  takeBuffered: () => null,
} as const;
const LISTENER = { hello() {}, message() {}, control() {}, closed() {} };
const connect = () => new Connection(PORT, "192.0.2.1", LISTENER, 0, { name: "closed" });

Deno.test("Heartbeat keeps its interval even if every timer is late", () => {
  const clock = new FakeClock();
  const late: Clock = {
    now: () => clock.now(),
    after: (delay, callback) => clock.after(delay + 40, callback),
  };
  const start = clock.now();
  const beats: number[] = [];
  const heartbeat = new Heartbeat(late, () => beats.push(clock.now() - start));
  heartbeat.add(connect());
  clock.advance(10.5 * HEARTBEAT.interval);
  assert.equal(beats.length, 10);
  beats.forEach((at, i) => {
    const lateness = at - (i + 1) * HEARTBEAT.interval;
    assert.ok(lateness >= 0 && lateness <= 40, `${lateness} ms`);
  });
});

Deno.test("Heartbeat does not catch up on the time that a machine slept", () => {
  const clock = new FakeClock();
  let beats = 0;
  const heartbeat = new Heartbeat(clock, () => beats++);
  heartbeat.add(connect());
  const wake = clock.now() + 3_600_000;
  clock.now = () => wake; // no timer ran meanwhile
  clock.advance(HEARTBEAT.interval);
  assert.ok(beats <= 2, `${beats}`);
});

Deno.test("Heartbeat runs while there are connections, also if the last one is deleted in its own beat", () => {
  const clock = new FakeClock();
  const connections = [connect(), connect()];
  const heartbeat: Heartbeat = new Heartbeat(clock, (connection) => heartbeat.delete(connection));
  for (const connection of connections) heartbeat.add(connection);
  assert.deepEqual([...heartbeat], connections);
  clock.advance(HEARTBEAT.interval);
  assert.deepEqual([heartbeat.size, heartbeat.isOn, clock.pending], [0, false, 0]);
  assert.equal(heartbeat.delete(connections[0]), false);
  heartbeat.add(connections[0]);
  assert.deepEqual([heartbeat.size, heartbeat.isOn, clock.pending], [1, true, 1]);
});
