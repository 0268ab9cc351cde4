/** A viewer's first message ahead of its socket. */
import assert from "node:assert/strict";
import { joinByHttp, type JoinResponse } from "@/signaling/server/transports/http_join.ts";
import { PendingPeer } from "@/signaling/server/transports/pending_peer.ts";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import { parseToViewer, type ToViewer } from "@/signaling/protocol/server_messages.ts";
import { FakeWorld } from "../../../support/hub_world.ts";
import { ROOM_LIMITS } from "../../../support/limits.ts";
import { candidates, sdp } from "../../../support/messages.ts";

const ADDRESS = "192.0.2.1";
const WATCH = { type: "watch", stream: "live", offer: { negotiation: 1, sdp: sdp("early") } };

function say(world: FakeWorld, message: unknown = WATCH): Promise<JoinResponse> {
  return joinByHttp(world.hub, JSON.stringify(message), ADDRESS, world.clock);
}

function read({ messages }: JoinResponse): ToViewer[] {
  return messages.map((message) => {
    const text = JSON.stringify(message);
    const parsed = parseToViewer(text);
    assert.ok(parsed.ok, text);
    return parsed.message;
  });
}

function ticketOf(told: JoinResponse): string {
  const welcome = read(told).find(({ type }) => type === "watching");
  assert.ok(welcome?.type === "watching", "it was let in");
  return welcome.ticket;
}

/** A viewer that came ahead, and was answered. */
async function answered(world: FakeWorld) {
  const broadcaster = await world.publish();
  const telling = say(world);
  const { from, sdp: offered } = await broadcaster.next("offer");
  broadcaster.send({ type: "answer", to: from, negotiation: 1, sdp: sdp("answer") });
  world.pass();
  return { broadcaster, from, offered, told: await telling };
}

Deno.test("a join by HTTP gets the broadcaster's answer in the response, and the rest on the socket", async () => {
  await using world = new FakeWorld();
  const { broadcaster, from, offered, told } = await answered(world);
  assert.equal(offered, sdp("early"));
  assert.equal(told.as, "welcome");
  assert.deepEqual(read(told).map(({ type }) => type), ["watching", "answer"]);

  const late = { type: "candidates", to: from, negotiation: 1, candidates: candidates(2) } as const;
  broadcaster.send(late);
  world.pass();
  const viewer = await world.asViewer();
  viewer.send({ type: "attach", ticket: ticketOf(told) });
  assert.deepEqual((await viewer.next("candidates")).candidates, candidates(2));
  assert.deepEqual(viewer.restBut(), [], "what was told is not told again");
  viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(1, "v") });
  assert.equal((await broadcaster.next("candidates")).from, from);
  world.pass(20_000);
  assert.equal(viewer.wire.closeCode, null);
  assert.deepEqual(broadcaster.rest("left", "offer"), [], "the room has noticed nothing");
  assert.equal(world.hub.counts.sockets, 2);
});

Deno.test("without a broadcaster, a join by HTTP is answered at once, and the broadcaster's answer comes on the socket", async () => {
  await using world = new FakeWorld();
  const told = await say(world);
  assert.deepEqual(read(told).map((message) => "state" in message && message.state), ["waiting"]);
  const viewer = await world.asViewer();
  viewer.send({ type: "attach", ticket: ticketOf(told) });
  const broadcaster = await world.publish();
  const { from } = await broadcaster.next("offer");
  broadcaster.send({ type: "answer", to: from, negotiation: 1, sdp: sdp("answer") });
  assert.equal((await viewer.next("answer")).sdp, sdp("answer"));
});

Deno.test("a queued join by HTTP gets its place at once", async () => {
  await using world = new FakeWorld();
  await world.publish("live", undefined, { title: null, capacity: 0 });
  const [welcome] = read(await say(world));
  assert.ok(welcome.type === "watching" && welcome.details.place === 1);
});

Deno.test("a join by HTTP does not wait for a slow broadcaster: the answer comes on the socket", async () => {
  await using world = new FakeWorld();
  const broadcaster = await world.publish();
  const telling = say(world);
  world.pass(2_000);
  const told = await telling;
  assert.deepEqual(read(told).map(({ type }) => type), ["watching"]);
  const { from } = await broadcaster.next("offer");
  broadcaster.send({ type: "answer", to: from, negotiation: 1, sdp: sdp("answer") });
  const viewer = await world.asViewer();
  viewer.send({ type: "attach", ticket: ticketOf(told) });
  await viewer.next("answer");
});

Deno.test("a join by HTTP with bad input, or that is refused, gets the error, and leaves nothing behind", async () => {
  await using world = new FakeWorld({ roomLimits: { ...ROOM_LIMITS, viewers: 0 } });
  const codes = (told: JoinResponse) => [
    told.as,
    ...read(told).map((message) => message.type === "error" && message.code),
  ];
  assert.deepEqual(codes(await say(world, { type: "publish", stream: "live" })), [
    "bad-input",
    "bad-message",
  ]);
  assert.deepEqual(codes(await say(world, { ...WATCH, stream: "no spaces" })), [
    "bad-input",
    "bad-stream-name",
  ]);
  assert.deepEqual(codes(await joinByHttp(world.hub, "?", ADDRESS, world.clock)), [
    "bad-input",
    "not-json",
  ]);
  assert.deepEqual(codes(await say(world)), ["refused", "stream-full"]);
  assert.deepEqual(world.hub.counts, { rooms: 0, sockets: 0, peers: 0, timers: 0 });
});

Deno.test("a join by HTTP is parsed once, and its messages are not serialized before the response", async () => {
  await using world = new FakeWorld();
  const hello = JSON.stringify(WATCH);
  const { parse, stringify } = JSON;
  const parsed: unknown[] = [];
  const written: unknown[] = [];
  JSON.parse = (text: string) => (parsed.push(text), parse(text));
  JSON.stringify = (value: unknown) => (written.push(value), stringify(value));
  const joining = joinByHttp(world.hub, hello, ADDRESS, world.clock);
  JSON.parse = parse;
  JSON.stringify = stringify;
  const { messages } = await joining;
  assert.deepEqual(messages.map(({ type }) => type), ["watching"]);
  assert.deepEqual(parsed, [hello]);
  assert.deepEqual(written.filter((value) => messages.some((message) => message === value)), []);
});

Deno.test("the buffer of a join by HTTP is limited, and the viewer is closed beyond it", () => {
  const pending = new PendingPeer();
  const answer = {
    type: "answer",
    negotiation: 1,
    sdp: "v".repeat(LIMITS.queueBytes / 4),
  } as const;
  const told = Array.from({ length: 4 }, () => pending.deliver({ ...answer }));
  assert.deepEqual(told, [null, null, null, "readingTooSlow"]);
  assert.equal(pending.takeBuffered().length, 3);
  assert.equal(pending.deliver(answer), null, "what was taken counts no more");
});

Deno.test("a socket attaches once, and only to a viewer that joined by HTTP", async () => {
  await using world = new FakeWorld();
  const { told } = await answered(world);
  const attach = async (ticket: string) => {
    const viewer = await world.asViewer();
    viewer.send({ type: "attach", ticket });
    return viewer;
  };
  const first = await attach(ticketOf(told));
  const ordinary = await world.watch();
  for (const ticket of [ticketOf(told), ordinary.welcome.ticket, "forged.ticket"]) {
    const refused = await attach(ticket);
    assert.equal((await refused.next("error")).code, "ticket-refused");
    assert.equal(await refused.closed(), CLOSE.refused.code);
  }
  assert.equal(first.wire.closeCode, null);
  assert.equal(ordinary.wire.closeCode, null);
});

Deno.test("a join by HTTP without a socket is not counted after 14 s, and its ticket can resume", async () => {
  await using world = new FakeWorld();
  const { broadcaster, told } = await answered(world);
  assert.equal(broadcaster.rest("viewers").length > 0, true);
  world.pass(26_000);
  assert.equal(world.hub.counts.sockets, 1);
  const viewer = await world.asViewer();
  viewer.send({ type: "resume", ticket: ticketOf(told), negotiation: 1, linked: true });
  await viewer.next("watching");
  assert.deepEqual(broadcaster.rest("left"), []);
});

Deno.test("a stopping server closes joins by HTTP as well", async () => {
  await using world = new FakeWorld();
  await answered(world);
  const drained = world.hub.drain();
  world.pass();
  await drained;
  assert.equal(world.hub.counts.sockets, 0);
});
