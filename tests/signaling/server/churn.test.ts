/** Thousands come and go in every way there is: nothing of them stays. */
import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createAccess } from "@/signaling/server/access/access.ts";
import { openClaimStore } from "@/signaling/server/access/claims.ts";
import { Hub } from "@/signaling/server/hub.ts";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { serveSocket } from "@/signaling/server/transports/websocket.ts";
import { Crowd, ROUND } from "../../support/crowd.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { HUB_LIMITS, ROOM_LIMITS } from "../../support/limits.ts";
import { fetchStreams, startServer } from "../../support/server_process.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const ROUNDS = 5;
const JOINS = ROUNDS * ROUND;
/** What the heap may have grown by, in bytes a join: the smallest thing that is kept of one takes as much. */
const HEAP_PER_JOIN = 256;
/** What the server's process may have grown by, in bytes: a coarse net, as memory is given back late. */
const MOST_RESIDENT = 20 * 1024 * 1024;
/** How long a closed socket may take to be gone, in milliseconds. */
const SOCKET_PATIENCE = 10_000;

Deno.test(`hub: after ${JOINS} joins and leaves, rooms, sockets, peers, timers and heap are as before`, async () => {
  using store = Object.assign(openClaimStore(":memory:"), {
    [Symbol.dispose]: () => store.close(),
  });
  const clock = new FakeClock();
  const access = createAccess({ store, now: () => clock.now() });
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
  for (let i = 0; i < ROUNDS; i++) readings.push(await round());
  const after = Math.min(...readings.slice(-2));

  const most = HEAP_PER_JOIN * JOINS;
  assert.ok(after - before <= most, `${after - before} bytes more in the heap; ${most} may be`);
  assert.equal(store.count(), new Set(crowd.streams).size, "one claim for each stream");
});

Deno.test({
  name: `server: after ${JOINS} joins and leaves, its open files and its memory are as before`,
  ignore: Deno.build.os !== "linux", // it is asked through /proc
  fn: async () => {
    const mark = crypto.randomUUID();
    await using server = await startServer({
      TEST_MARK: mark,
      DENO_V8_FLAGS: "--optimize-for-size", // collects early, so that what is resident is held
    });
    const pid = findProcess(`TEST_MARK=${mark}`);
    // Places that are kept cannot be looked at here; nobody vanishes for good.
    const crowd = new Crowd(server.origin, { someVanish: false });
    for (let i = 0; i < 2; i++) await crowd.round();
    const before = await settled(server.origin, pid, Infinity);
    for (let i = 0; i < ROUNDS; i++) await crowd.round();
    assert.deepEqual(await fetchStreams(server.origin), []);
    const after = await settled(server.origin, pid, before.files);

    assert.ok(after.files <= before.files, `${after.files} open files, ${before.files} before`);
    const grown = after.resident - before.resident;
    assert.ok(grown <= MOST_RESIDENT, `${grown} bytes more; ${MOST_RESIDENT} may be`);
  },
});

/** What a server's process holds, once it holds no more files than that, or will not. */
async function settled(origin: string, pid: number, files: number) {
  const start = performance.now();
  for (;;) {
    await fetchStreams(origin); // it has had a turn
    const held = holdings(pid);
    if (held.files <= files || performance.now() - start > SOCKET_PATIENCE) return held;
  }
}

function holdings(pid: number): { files: number; resident: number } {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return {
    files: [...Deno.readDirSync(`/proc/${pid}/fd`)].length,
    resident: Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1]) * 1024,
  };
}

/** The process that was started with that in its environment. */
function findProcess(variable: string): number {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const variables = Deno.readTextFileSync(`/proc/${name}/environ`).split("\0");
      if (variables.includes(variable)) return Number(name);
    } catch { /* it has ended, or is nobody's */ }
  }
  throw new Error(`no process with ${variable}`);
}
