import assert from "node:assert/strict";
import { type ClientSocket, SignalingClient } from "@/signaling/client/signaling_client.ts";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import { HEARTBEAT, PING, PONG } from "@/signaling/protocol/limits.ts";
import { parseToViewer, type ToViewer } from "@/signaling/protocol/server_messages.ts";
import type { Outage } from "@/signaling/protocol/outage.ts";
import { reconnectDelay } from "@/signaling/client/reconnect.ts";
import { FakeClock } from "../../support/fake_clock.ts";

/** A fake of the browser's socket. The test acts as the server. */
class TestSocket implements ClientSocket {
  onopen: ClientSocket["onopen"] = null;
  onmessage: ClientSocket["onmessage"] = null;
  onclose: ClientSocket["onclose"] = null;
  readonly sent: string[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.onopen?.(new Event("open"));
  }

  hears(message: ToViewer): void {
    this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  drops(code = 1006): void {
    this.onclose?.(new CloseEvent("close", { code }));
  }
}

function setUp() {
  const clock = new FakeClock();
  const sockets: TestSocket[] = [];
  const events: string[] = [];
  const probes: ((isThere: boolean) => void)[] = [];
  let stoppedProbes = 0;
  /** The pending inquiries. */
  const inquiries = new Set<(outage: Outage) => void>();
  const client = new SignalingClient<ToViewer>({
    parse: parseToViewer,
    opened: () => events.push("opened"),
    received: (message) => events.push(message.type),
    lost: (outage) => events.push(outage === "unreachable" ? "lost" : `lost: ${outage}`),
    closed: (code) => events.push(`closed ${code}`),
    network: {
      connect() {
        const socket = new TestSocket();
        sockets.push(socket);
        return socket;
      },
      probe(answered) {
        probes.push(answered);
        return () => void (stoppedProbes++);
      },
      inquire(answered) {
        const found = (outage: Outage) => {
          inquiries.delete(found);
          answered(outage);
        };
        inquiries.add(found);
        return () => void inquiries.delete(found);
      },
    },
    clock,
    random: () => 1,
  });
  return { clock, sockets, events, client, probes, inquiries, stopped: () => stoppedProbes };
}

Deno.test("SignalingClient reports when its socket opens, and what it receives", () => {
  const { client, sockets, events } = setUp();
  client.connect();
  sockets[0].opens();
  sockets[0].hears({ type: "renew" });
  // A newer server may send messages that this page does not know.
  for (const data of ["{}", '{"type":"of-tomorrow"}', '{"type":"state","state":"of-tomorrow"}']) {
    sockets[0].onmessage?.(new MessageEvent("message", { data }));
  }
  assert.deepEqual(events, ["opened", "renew"]);
  assert.equal(sockets[0].closed, false);
});

Deno.test("SignalingClient uses the prepared socket on connect(), open or not", () => {
  for (const isOpen of [true, false]) {
    const { client, sockets, events } = setUp();
    client.prepare();
    if (isOpen) sockets[0].opens();
    assert.deepEqual(events, [], "connect() was not called yet");
    client.connect();
    if (!isOpen) sockets[0].opens();
    assert.deepEqual([events, sockets.length], [["opened"], 1]);
    sockets[0].drops();
    assert.deepEqual(events, ["opened", "lost"]);
  }
});

Deno.test("SignalingClient opens another socket if the prepared one has closed, and closes one that is not used", () => {
  const { client, sockets, events } = setUp();
  client.prepare();
  sockets[0].opens();
  sockets[0].drops();
  client.connect();
  sockets[1].opens();
  assert.deepEqual(events, ["opened"]);
  client.close();
  client.prepare();
  client.close();
  assert.deepEqual(sockets.map(({ closed }) => closed), [false, true, true]);
});

Deno.test("SignalingClient reconnects at once, then ever more slowly, until it receives something", () => {
  const { client, sockets, events, clock, probes } = setUp();
  client.connect();
  const delays = [0, 500, 1_000, ...Array<number>(10).fill(2_000), 7_000, 7_000];
  for (const [attempt, delay] of delays.entries()) {
    probes.pop()?.(true);
    assert.equal(sockets.length, attempt + 1);
    sockets[attempt].opens(); // an open socket alone is not a server that works
    sockets[attempt].drops();
    clock.advance(Math.max(0, delay - 1));
    if (delay > 0) assert.equal(sockets.length, attempt + 1, `too early: ${delay}`);
    assert.equal(probes.length, 0, "too early");
    clock.advance(1);
  }
  probes.pop()?.(true);
  sockets.at(-1)?.opens();
  sockets.at(-1)?.hears({ type: "renew" });
  sockets.at(-1)?.drops();
  clock.advance(0);
  assert.equal(sockets.length, delays.length + 2, "at once again");
  assert.equal(events.filter((event) => event === "lost").length, delays.length + 1);
});

Deno.test("SignalingClient stops for good if the close code says so", () => {
  for (const { code, reconnect } of Object.values(CLOSE)) {
    const { client, sockets, events, clock } = setUp();
    client.connect();
    sockets[0].opens();
    sockets[0].drops(code);
    const kind = events.at(-1)?.split(":")[0]; // a loss may have a reason
    assert.equal(kind, reconnect ? "lost" : `closed ${code}`);
    clock.advance(1_000);
    client.retryNow();
    assert.equal(sockets.length, reconnect ? 2 : 1);
    client.close();
    assert.equal(clock.pending, 0);
  }
});

Deno.test("SignalingClient ignores the events of an abandoned socket", () => {
  const { client, sockets, events } = setUp();
  client.connect();
  sockets[0].opens();
  client.close();
  client.connect();
  events.length = 0;
  sockets[0].hears({ type: "renew" });
  sockets[0].drops();
  assert.deepEqual(events, []);
  assert.equal(sockets.length, 2);
});

Deno.test("SignalingClient keeps to the server's rate limit, and loses no message", () => {
  const { client, sockets, clock } = setUp();
  client.connect();
  sockets[0].opens();
  for (let i = 0; i < 200; i++) client.send({ type: "decline", to: "x", negotiation: i });
  assert.ok(sockets[0].sent.length <= 60, "no more than the burst at once");
  let before = sockets[0].sent.length;
  for (let second = 0; second < 8; second++) {
    clock.advance(1_000);
    assert.ok(sockets[0].sent.length - before <= 30, "no more than the rate");
    before = sockets[0].sent.length;
  }
  const numbers = sockets[0].sent.map((text) => JSON.parse(text).negotiation);
  assert.deepEqual(numbers, Array.from({ length: 200 }, (_, i) => i));
  assert.equal(clock.pending, 1, "only the watch over the socket's life");
});

Deno.test("SignalingClient never sends messages for the old socket on a new one", () => {
  const { client, sockets, clock } = setUp();
  client.connect();
  client.send({ type: "leave" }); // not open yet
  sockets[0].opens();
  for (let i = 0; i < 100; i++) client.send({ type: "decline", to: "x", negotiation: i });
  sockets[0].drops();
  clock.advance(0);
  sockets[1].opens();
  clock.advance(60_000);
  assert.deepEqual(sockets[1].sent, []);
});

Deno.test("SignalingClient answers pings, and counts the socket as dead after 14 s of silence", () => {
  const { client, sockets, events, clock } = setUp();
  client.connect();
  sockets[0].opens();
  for (let i = 0; i < 4; i++) {
    clock.advance(HEARTBEAT.interval);
    sockets[0].onmessage?.(new MessageEvent("message", { data: PING }));
    assert.equal(sockets[0].sent.at(-1), PONG);
  }
  assert.deepEqual(events, ["opened"]);
  clock.advance(HEARTBEAT.deadAfter - 1);
  assert.deepEqual(events, ["opened"]);
  clock.advance(1);
  assert.deepEqual(events, ["opened", "lost"]);
  assert.equal(sockets[0].closed, true);
  clock.advance(0);
  assert.equal(sockets.length, 2);
});

Deno.test("SignalingClient retries without delay after an attempt that timed out", () => {
  const { client, sockets, clock } = setUp();
  client.connect();
  clock.advance(5_999);
  assert.equal(sockets.length, 1, "a slow network has its time at first");
  sockets[0].opens();
  sockets[0].drops();
  clock.advance(0);
  for (const [attempt, patience] of [1_500, 1_500, 6_000, 1_500, 1_500, 6_000].entries()) {
    clock.advance(patience - 1);
    assert.equal(sockets.length, attempt + 2);
    clock.advance(1);
    assert.equal(sockets.length, attempt + 3);
    assert.ok(sockets[attempt + 1].closed);
  }
  client.close();
  assert.equal(clock.pending, 0);
});

Deno.test("SignalingClient probes after ten failed attempts, and opens a socket once the server answers", () => {
  const { client, sockets, clock, probes, stopped } = setUp();
  client.connect();
  for (let failed = 0; failed < 10; failed++) {
    assert.equal(sockets.length, failed + 1);
    clock.advance(6_000);
  }
  assert.deepEqual([sockets.length, probes.length], [10, 1]);
  clock.advance(300_000); // no answer: the network repeats the probe itself
  assert.deepEqual([sockets.length, probes.length, stopped()], [10, 1, 0]);
  probes[0](false); // refused, so it does not connect at once
  clock.advance(1_999);
  assert.equal(probes.length, 1);
  clock.advance(1);
  probes[1](true);
  assert.equal(sockets.length, 11);
  sockets[10].opens();
  client.close();
  assert.equal(clock.pending, 0);
});

Deno.test("SignalingClient.retryNow() replaces an attempt that hangs, but not a new one", () => {
  const { client, sockets, clock } = setUp();
  client.connect();
  clock.advance(300);
  client.retryNow();
  assert.equal(sockets.length, 1);
  clock.advance(1);
  client.retryNow();
  clock.advance(0);
  assert.equal(sockets.length, 2);
  assert.ok(sockets[0].closed);
});

Deno.test("SignalingClient.retryNow() connects now instead of later, and probes an open socket", () => {
  const { client, sockets, events, clock } = setUp();
  client.connect();
  sockets[0].drops();
  clock.advance(0);
  sockets[1].drops(); // refused: it waits half a second
  client.retryNow();
  assert.equal(sockets.length, 3);
  sockets[2].opens();
  client.retryNow();
  assert.deepEqual(sockets[2].sent, [], "not before hello: a ping is none");
  client.send({ type: "attach", ticket: "t" });
  client.retryNow();
  assert.equal(sockets[2].sent.at(-1), PING);
  sockets[2].onmessage?.(new MessageEvent("message", { data: PONG }));
  clock.advance(5_000);
  assert.equal(events.at(-1), "opened", "it answered");
  client.retryNow();
  clock.advance(1_000);
  assert.equal(events.at(-1), "lost", "it did not");
});

Deno.test("SignalingClient.close() sends a last message before the queue", () => {
  const { client, sockets, clock } = setUp();
  client.connect();
  sockets[0].opens();
  for (let i = 0; i < 100; i++) client.send({ type: "decline", to: "x", negotiation: i });
  client.close({ type: "stop" });
  assert.equal(sockets[0].sent.at(-1), '{"type":"stop"}');
  assert.ok(sockets[0].closed);
  assert.equal(clock.pending, 0);
});

Deno.test("reconnectDelay() has full jitter and a cap", () => {
  for (let attempt = 0; attempt < 2_000; attempt++) {
    const failed = { failed: attempt, unanswered: false, outdated: false };
    assert.equal(reconnectDelay(failed, 0), 0);
    assert.ok(reconnectDelay(failed, 1) <= 7_000);
    assert.equal(reconnectDelay({ ...failed, unanswered: true }, 1), 0);
    assert.equal(reconnectDelay({ ...failed, outdated: true }, 0.5), attempt === 0 ? 0 : 30_000);
  }
});

Deno.test("SignalingClient finds out why no socket opens, with one inquiry at a time, and reconnects meanwhile", () => {
  const { client, sockets, events, clock, inquiries } = setUp();
  client.connect();
  sockets[0].drops();
  assert.deepEqual(events, [], "not known yet");
  clock.advance(0);
  sockets[1].drops();
  assert.equal(inquiries.size, 1);
  for (const answer of inquiries) answer("forbidden");
  assert.deepEqual(events, ["lost: forbidden"]);
  clock.advance(500);
  sockets[2].drops();
  for (const answer of inquiries) answer("unreachable");
  assert.deepEqual(events, ["lost: forbidden", "lost"]);

  clock.advance(1_000);
  sockets[3].drops();
  clock.advance(2_000);
  sockets[4].opens();
  assert.equal(inquiries.size, 0, "it has a socket, so it stops inquiring");
  sockets[4].drops();
  assert.deepEqual(events, ["lost: forbidden", "lost", "opened", "lost"], "at once");
  clock.advance(2_000);
  sockets.at(-1)?.drops();
  client.close();
  assert.equal(inquiries.size, 0);
});

Deno.test("SignalingClient rarely retries a server of another version, connects after it is rolled back, and retries at once when a person looks", () => {
  const { client, sockets, events, clock, inquiries } = setUp();
  const fail = (outage: Outage) => {
    sockets.at(-1)?.drops();
    for (const answer of inquiries) answer(outage);
  };
  client.connect();
  fail("outdated");
  clock.advance(0);
  fail("outdated");
  assert.equal(sockets.length, 2);
  clock.advance(59_999);
  assert.equal(sockets.length, 2, "too early");
  clock.advance(1);
  assert.equal(sockets.length, 3);
  fail("outdated");
  client.retryNow();
  assert.equal(sockets.length, 4, "a sign of return is one here, too");
  fail("server-down"); // another update begins
  clock.advance(60_000);
  assert.equal(sockets.length, 5);
  fail("server-down");
  clock.advance(2_000);
  assert.equal(sockets.length, 6, "as often as ever");
  fail("outdated");
  client.retryNow();
  sockets[6].opens(); // it is rolled back
  sockets[6].hears({ type: "renew" });
  const lost = ["outdated", "outdated", "outdated", "server-down", "server-down", "outdated"];
  assert.deepEqual(events, [...lost.map((outage) => `lost: ${outage}`), "opened", "renew"]);
  sockets[6].drops();
  clock.advance(0);
  sockets[7].drops();
  clock.advance(500);
  assert.equal(sockets.length, 9, "as soon as ever");
});

Deno.test("SignalingClient distinguishes a server fault from a lost network", () => {
  const { client, sockets, events } = setUp();
  client.connect();
  sockets[0].opens();
  sockets[0].drops(CLOSE.internal.code);
  assert.deepEqual(events, ["opened", "lost: server-fault"]);
});
