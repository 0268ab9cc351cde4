/** Measures what a hub keeps after peers have joined and left in every possible way. */
import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { createAccess } from "@/signaling/server/access/access.ts";
import { openClaimStore } from "@/signaling/server/access/claims.ts";
import { Hub } from "@/signaling/server/hub.ts";
import { serveSocket } from "@/signaling/server/transports/websocket.ts";
import { Crowd, ROUND } from "./crowd.ts";
import { FakeClock } from "./fake_clock.ts";
import { HUB_LIMITS, ROOM_LIMITS } from "./limits.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** The allowed growth of the heap in bytes per join: the smallest leaked object takes as much. */
export const HEAP_PER_JOIN = 256;

/**
 * Checks after every round that no room, socket, peer or timer is left.
 * @param goesOn is asked after every round whether to run another; it gets the number of rounds so far
 * @returns the number of joins and the growth of the heap in bytes
 */
export async function churnHub(
  goesOn: (rounds: number) => boolean,
): Promise<{ joins: number; heap: number }> {
  using store = Object.assign(openClaimStore(":memory:"), {
    [Symbol.dispose]: () => store.close(),
  });
  const clock = new FakeClock();
  const access = createAccess({ store, clock });
  const hub = new Hub({ ...HUB_LIMITS, access, clock });
  let closing: Promise<void>[] = [];
  let sockets: WeakRef<WebSocket>[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    // No idle timeout: Deno keeps a socket that was reset until its timer has run out.
    const options = { protocol: SUBPROTOCOL, idleTimeout: 0 };
    const { socket, response } = Deno.upgradeWebSocket(request, options);
    const closed = Promise.withResolvers<void>();
    socket.addEventListener("close", () => closed.resolve());
    closing.push(closed.promise);
    sockets.push(new WeakRef(socket));
    serveSocket(hub, socket, { address: "127.0.0.1" });
    return response;
  });
  const crowd = new Crowd(`http://127.0.0.1:${server.addr.port}`, { someVanish: true });

  const round = async () => {
    await crowd.round();
    await Promise.all(closing);
    assert.deepEqual([hub.counts.sockets, hub.counts.peers], [0, 0]);
    assert.ok(hub.counts.rooms > 0, "who vanished has a place still");
    clock.advance(Math.max(ROOM_LIMITS.viewerWindow, ROOM_LIMITS.broadcasterWindow));
    assert.deepEqual(hub.counts, { rooms: 0, sockets: 0, peers: 0, timers: 0 });
    assert.equal(clock.pending, 0, "timers of the hub");
    const opened = sockets.length;
    await new Promise((turn) => setTimeout(turn)); // the last close event is still being told of
    collectGarbage();
    const held = sockets.filter((socket) => socket.deref() !== undefined).length;
    assert.equal(held, 0, `${held} of ${opened} closed sockets are held`);
    closing = [];
    sockets = [];
    collectGarbage();
    return Deno.memoryUsage().heapUsed;
  };
  await round();
  // The lower of two: V8 makes and drops half a megabyte of its own now and then.
  const before = Math.min(await round(), await round());
  const readings: number[] = [];
  while (readings.length < 2 || goesOn(readings.length)) readings.push(await round());
  const after = Math.min(...readings.slice(-2));
  assert.equal(store.count(), new Set(crowd.streams).size, "one claim for each stream");
  return { joins: readings.length * ROUND, heap: after - before };
}
