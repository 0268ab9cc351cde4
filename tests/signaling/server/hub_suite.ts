/** The behaviour of a hub on any sockets. hub.test.ts runs this on fake and on real ones. */
import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import type { World } from "../../support/hub_world.ts";
import { candidates, sdp } from "../../support/messages.ts";
import { until } from "../../support/until.ts";

/** Registers tests that each get a world of their own. */
export function hubTests(kind: string, newWorld: () => World) {
  return (behaviour: string, run: (world: World) => Promise<void>): void =>
    Deno.test(`Hub (${kind}) ${behaviour}`, async () => {
      await using world = newWorld();
      await run(world);
    });
}

export type HubTest = ReturnType<typeof hubTests>;

/** Joining, resuming and leaving. */
export function testMeetings(test: HubTest): void {
  test("hands an offer over, the answer back, and candidates both ways", async (world) => {
    const broadcaster = await world.publish();
    assert.deepEqual(broadcaster.welcome.left, []);
    assert.ok(broadcaster.welcome.key, "the first to claim a name is given its key");
    assert.equal((await broadcaster.next("viewers")).count, 0);
    const viewer = await world.watch("live", sdp("mine"));
    assert.equal(viewer.welcome.state, "live");
    const { type: _, ...offer } = await broadcaster.next("offer");
    const from = viewer.welcome.peer;
    assert.deepEqual(offer, {
      from,
      negotiation: 1,
      restart: false,
      sdp: sdp("mine"),
      candidates: [],
    });
    assert.equal((await broadcaster.next("viewers")).count, 1);
    broadcaster.send({ type: "answer", to: from, negotiation: 1, sdp: sdp("answer") });
    assert.deepEqual(await viewer.next("answer"), {
      type: "answer",
      negotiation: 1,
      sdp: sdp("answer"),
    });
    viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(2, "v") });
    assert.deepEqual(await broadcaster.next("candidates"), {
      type: "candidates",
      from,
      negotiation: 1,
      candidates: candidates(2, "v"),
    });
    broadcaster.send({
      type: "candidates",
      to: from,
      negotiation: 1,
      candidates: candidates(3, "b"),
    });
    assert.deepEqual(await viewer.next("candidates"), {
      type: "candidates",
      negotiation: 1,
      candidates: candidates(3, "b"),
    });
  });

  test("keeps a viewer that came before the broadcaster, with its offer and candidates", async (world) => {
    const viewer = await world.watch("live", sdp("early"));
    assert.equal(viewer.welcome.state, "waiting");
    viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(2) });
    viewer.send({ type: "candidates", negotiation: 0, candidates: candidates(1) });
    assert.equal((await viewer.next("error")).code, "no-such-link"); // so the first has arrived
    const broadcaster = await world.publish();
    assert.equal((await viewer.next("state")).state, "live");
    const offer = await broadcaster.next("offer");
    assert.equal(offer.sdp, sdp("early"));
    assert.deepEqual(offer.candidates, candidates(2));
  });

  test("tells the broadcaster at once which viewer left, and how many stay", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    const other = await world.watch();
    await broadcaster.next("offer");
    viewer.send({ type: "leave" });
    assert.equal(await viewer.closed(), CLOSE.normal.code);
    assert.equal((await broadcaster.next("left")).peer, viewer.welcome.peer);
    const counts = [];
    for (let i = 0; i < 4; i++) counts.push((await broadcaster.next("viewers")).count);
    assert.deepEqual(counts, [0, 1, 2, 1]);
    assert.equal(other.wire.closeCode, null);
  });

  test("keeps two streams apart, and treats a name in NFC and NFD as one", async (world) => {
    const one = await world.linked("café".normalize("NFC"));
    const two = await world.linked("cafe");
    const same = await world.watch("café".normalize("NFD"));
    assert.equal((await one.broadcaster.next("offer")).from, same.welcome.peer);
    assert.deepEqual(two.broadcaster.rest("offer"), []);
  });

  test("lets the owner's second tab take over, and asks the viewers to renew", async (world) => {
    const { broadcaster: first, viewer } = await world.linked();
    const second = await world.publish("live", first.welcome.key ?? "");
    assert.equal(second.welcome.key, null);
    assert.equal(await first.closed(), CLOSE.replaced.code);
    await viewer.next("renew");
    viewer.send({ type: "offer", negotiation: 2, restart: false, sdp: sdp("again") });
    assert.equal((await second.next("offer")).sdp, sdp("again"));
    const late = await world.asBroadcaster();
    late.send({ type: "resume", ticket: first.welcome.ticket, negotiation: 0, linked: false });
    assert.equal((await late.next("error")).code, "ticket-refused");
    assert.equal(await late.closed(), CLOSE.refused.code);
    assert.equal(second.wire.closeCode, null);
  });

  test("refuses claims without the right key with one answer, while the stream plays on", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    const learnt = [];
    for (const key of [undefined, "wrong", "x".repeat(43)]) {
      const stranger = await world.asBroadcaster();
      stranger.send({ type: "publish", stream: "live", ...(key === undefined ? {} : { key }) });
      learnt.push([await stranger.next("error"), await stranger.closed(), stranger.unread]);
    }
    for (const each of learnt) assert.deepEqual(each, learnt[0]);
    assert.deepEqual(learnt[0].slice(1), [CLOSE.refused.code, []]);
    viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(1) });
    await broadcaster.next("candidates");
    assert.deepEqual(viewer.rest("state", "renew"), []);
  });

  test("refuses a forged or stale ticket with one answer", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    const good = viewer.welcome.ticket;
    viewer.send({ type: "leave" });
    await viewer.closed();
    const elsewhere = await world.publish("elsewhere");
    elsewhere.send({ type: "stop" });
    await elsewhere.closed();
    // `elsewhere` was stopped, so its seat is nobody's. A viewer's ticket does not go stale.
    const forged = [`${good.slice(0, -1)}${good.endsWith("A") ? "B" : "A"}`, "a.b", "nonsense"];
    const learnt = [];
    for (const ticket of [...forged, elsewhere.welcome.ticket]) {
      const client = await world.asViewer();
      client.send({ type: "resume", ticket, negotiation: 1, linked: true });
      learnt.push([await client.next("error"), await client.closed()]);
    }
    for (const each of learnt) assert.deepEqual(each, learnt[0]);
    assert.equal(broadcaster.wire.closeCode, null);
  });

  test("gives every peer that resumes with a ticket the same id and link", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    viewer.wire.drop();
    await viewer.closed();
    const back = await world.asViewer();
    back.send({ type: "resume", ticket: viewer.welcome.ticket, negotiation: 1, linked: true });
    assert.equal((await back.next("watching")).peer, viewer.welcome.peer);
    broadcaster.wire.drop();
    await broadcaster.closed();
    assert.equal((await back.next("state")).state, "paused");
    const hasSlot = await world.asBroadcaster();
    hasSlot.send({
      type: "resume",
      ticket: broadcaster.welcome.ticket,
      negotiation: 0,
      linked: false,
    });
    const { peer, left, key } = await hasSlot.next("publishing");
    assert.deepEqual([peer, left, key], [broadcaster.welcome.peer, [], null]);
    assert.equal((await back.next("state")).state, "live");
    hasSlot.send({
      type: "candidates",
      to: viewer.welcome.peer,
      negotiation: 1,
      candidates: candidates(1),
    });
    await back.next("candidates");
    assert.deepEqual([back.rest("renew"), hasSlot.rest("offer", "left")], [[], []]);
  });

  test("closes the older socket of a peer that resumes before that socket has closed", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    const back = await world.asViewer();
    back.send({ type: "resume", ticket: viewer.welcome.ticket, negotiation: 1, linked: true });
    await back.next("watching");
    assert.equal(await viewer.closed(), CLOSE.replaced.code);
    back.send({ type: "candidates", negotiation: 1, candidates: candidates(1) });
    await broadcaster.next("candidates");
    assert.deepEqual(broadcaster.rest("left"), []);
  });

  test("tells viewers of a broadcaster that resumes before its socket has closed, and renews what it may have missed", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    viewer.send({ type: "offer", negotiation: 2, restart: true, sdp: sdp("again") });
    await broadcaster.next("offer"); // by a socket that is dead, for all that anybody knows
    const back = await world.asBroadcaster();
    const { ticket } = broadcaster.welcome;
    back.send({ type: "resume", ticket, negotiation: 0, linked: false });
    await back.next("publishing");
    assert.equal(await broadcaster.closed(), CLOSE.replaced.code);
    assert.equal((await viewer.next("state")).state, "paused");
    assert.equal((await viewer.next("state")).state, "live");
    await viewer.next("renew");
  });

  test("rebuilds the rooms of an earlier server from the peers that resume", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    world.restart();
    assert.deepEqual([await viewer.closed(), await broadcaster.closed()], [
      CLOSE.stopping.code,
      CLOSE.stopping.code,
    ]);
    const early = await world.asBroadcaster();
    early.send({ type: "publish", stream: "live" });
    assert.equal((await early.next("error")).code, "stream-taken", "before its owner is back");
    const back = await world.asViewer();
    back.send({ type: "resume", ticket: viewer.welcome.ticket, negotiation: 1, linked: true });
    assert.equal((await back.next("watching")).state, "waiting");
    const hasSlot = await world.asBroadcaster();
    hasSlot.send({
      type: "resume",
      ticket: broadcaster.welcome.ticket,
      negotiation: 0,
      linked: false,
    });
    const { peer, left } = await hasSlot.next("publishing");
    assert.deepEqual([peer, left], [broadcaster.welcome.peer, []]);
    assert.equal((await back.next("state")).state, "live");
    back.send({ type: "candidates", negotiation: 1, candidates: candidates(1) });
    assert.equal((await hasSlot.next("candidates")).from, viewer.welcome.peer);
    assert.deepEqual([back.rest("renew"), hasSlot.rest("offer")], [[], []]);
    const stranger = await world.asBroadcaster();
    stranger.send({ type: "publish", stream: "live" });
    assert.equal((await stranger.next("error")).code, "stream-taken");
  });

  test("asks a viewer to renew if it resumes at a new broadcaster", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    world.restart();
    const anew = await world.publish("live", broadcaster.welcome.key ?? "");
    const back = await world.asViewer();
    back.send({ type: "resume", ticket: viewer.welcome.ticket, negotiation: 1, linked: false });
    await back.next("renew");
    back.send({ type: "offer", negotiation: 2, restart: false, sdp: sdp("again") });
    assert.equal((await anew.next("offer")).sdp, sdp("again"));
  });

  test("ends a stopped stream for all viewers, and plays it again when it restarts", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    broadcaster.send({ type: "stop" });
    assert.equal(await broadcaster.closed(), CLOSE.normal.code);
    assert.equal((await viewer.next("state")).state, "ended");
    assert.deepEqual(world.hub.streams(), []);
    await world.publish("live", broadcaster.welcome.key ?? "");
    assert.equal((await viewer.next("state")).state, "live");
    await viewer.next("renew");
  });

  test("lists the streams that are broadcast", async (world) => {
    const { broadcaster } = await world.linked();
    await world.watch("waiting-only");
    const [info, ...others] = world.hub.streams();
    assert.deepEqual(others, []);
    assert.deepEqual([info.stream, info.state, info.viewers], ["live", "live", 1]);
    assert.equal(new Date(info.since).toISOString(), info.since);
    assert.equal(info.title, null);
    broadcaster.send({ type: "describe", title: "推拉", capacity: null });
    await world.watch(); // fake sockets deliver all frames meanwhile
    await until(() => world.hub.streams()[0].title === "推拉", "the title is listed");
    broadcaster.wire.drop();
    await broadcaster.closed();
    await world.watch();
    await until(() => world.hub.streams()[0].state === "paused", "the stream is paused");
  });

  test("holds nothing after all peers have left", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    const early = await world.watch("nobody-broadcasts");
    assert.deepEqual(world.hub.counts, { rooms: 2, sockets: 3, peers: 3, timers: 1 });
    for (const client of [viewer, early]) client.send({ type: "leave" });
    await viewer.closed();
    await early.closed();
    broadcaster.send({ type: "stop" });
    await broadcaster.closed();
    const silent = await world.asViewer();
    silent.wire.drop();
    await silent.closed();
    await until(() => world.hub.counts.sockets === 0, "the last socket is closed");
    assert.deepEqual(world.hub.counts, { rooms: 0, sockets: 0, peers: 0, timers: 0 });
  });
}
