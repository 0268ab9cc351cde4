/** What a hub does about a stream's description, its line, and those who are sent away. Run as hub_suite.ts is. */
import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import type { Description, Media } from "@/signaling/protocol/description.ts";
import { ERRORS } from "@/signaling/protocol/errors.ts";
import { sdp } from "../../support/messages.ts";
import type { HubTest } from "./hub_suite.ts";

const ANY: Description = { title: null, capacity: null };
const ONE: Description = { title: "推拉 live", capacity: 1 };

export function testQueue(test: HubTest): void {
  test("sends every viewer the title, the count and its place, and the broadcaster the number waiting", async (world) => {
    const broadcaster = await world.publish("live", undefined, ONE);
    const hasSlot = await world.watch();
    const { title } = ONE;
    assert.deepEqual(hasSlot.welcome.details, { title, viewers: 1, place: null });
    const queued = await world.watch();
    assert.deepEqual(queued.welcome.details, { title, viewers: 1, place: 1 });
    assert.equal((await broadcaster.next("offer")).from, hasSlot.welcome.peer);
    const told = [];
    for (let i = 0; i < 3; i++) told.push(await broadcaster.next("viewers"));
    assert.deepEqual(told.map(({ count, waiting }) => [count, waiting]), [[0, 0], [1, 0], [1, 1]]);
    assert.equal(world.hub.streams()[0].viewers, 1);
    assert.deepEqual(broadcaster.rest("offer"), []);
  });

  test("sends every viewer the media, and a new viewer in its welcome alone", async (world) => {
    const media: Media = { picture: "hidden", sound: "muted" };
    const broadcaster = await world.publish("live", undefined, { ...ANY, media });
    const viewer = await world.watch();
    assert.deepEqual(viewer.welcome.details, { title: null, viewers: 1, place: null, media });
    broadcaster.send({ type: "describe", ...ANY });
    assert.deepEqual(await viewer.next("details"), {
      type: "details",
      title: null,
      viewers: 1,
      place: null,
    });
  });

  test("hands over the next offer in the queue when a viewer leaves, and when the capacity is raised", async (world) => {
    const broadcaster = await world.publish("live", undefined, ONE);
    const hasSlot = await world.watch();
    const next = await world.watch("live", sdp("next"));
    const last = await world.watch("live", sdp("last"));
    await broadcaster.next("offer");
    assert.deepEqual([next.welcome.details.place, last.welcome.details.place], [1, 2]);
    hasSlot.send({ type: "leave" });
    assert.equal((await broadcaster.next("offer")).sdp, sdp("next"));
    assert.equal((await next.next("details")).place, null);
    broadcaster.send({ type: "describe", title: null, capacity: 2 });
    assert.equal((await broadcaster.next("offer")).sdp, sdp("last"));
    for (;;) { // the second place may have become the first meanwhile
      const { title, place } = await last.next("details");
      if (place !== null) continue;
      assert.equal(title, null);
      break;
    }
  });

  test("has the description again after a restart, before it hands over queued offers", async (world) => {
    const broadcaster = await world.publish("live", undefined, ONE);
    const hasSlot = await world.watch();
    const queued = await world.watch();
    await broadcaster.next("offer");
    broadcaster.send({
      type: "answer",
      to: hasSlot.welcome.peer,
      negotiation: 1,
      sdp: sdp("answer"),
    });
    await hasSlot.next("answer");
    world.restart();
    for (const client of [hasSlot, queued, broadcaster]) await client.closed();
    const back = await world.asViewer();
    back.send({ type: "resume", ticket: queued.welcome.ticket, negotiation: 1, linked: false });
    back.send({ type: "offer", negotiation: 2, restart: false, sdp: sdp("again") });
    await back.next("watching");
    const playing = await world.asViewer();
    playing.send({ type: "resume", ticket: hasSlot.welcome.ticket, negotiation: 1, linked: true });
    await playing.next("watching");
    const anew = await world.asBroadcaster();
    const { ticket } = broadcaster.welcome;
    const resume = { type: "resume", ticket, negotiation: 0, linked: false } as const;
    anew.send({ ...resume, description: ONE });
    await anew.next("publishing");
    const { count, waiting } = await anew.next("viewers");
    assert.deepEqual([count, waiting], [1, 1]);
    assert.deepEqual(anew.rest("offer"), []);
    playing.send({ type: "leave" });
    assert.equal((await anew.next("offer")).sdp, sdp("again"));
  });

  test("refuses the ticket of a viewer that left, so that nobody passes the queue with it", async (world) => {
    const broadcaster = await world.publish("live", undefined, ONE);
    await world.watch();
    for (let i = 0; i < 20; i++) {
      const viewer = await world.watch();
      assert.equal(viewer.welcome.details.place, 1);
      viewer.send({ type: "leave" });
      await viewer.closed();
      const back = await world.asViewer();
      back.send({ type: "resume", ticket: viewer.welcome.ticket, negotiation: 1, linked: true });
      assert.equal((await back.next("error")).code, "ticket-refused");
      assert.equal(await back.closed(), CLOSE.refused.code);
    }
    const counts = broadcaster.rest("viewers").flatMap((message) =>
      message.type === "viewers" ? [message.count] : []
    );
    assert.equal(Math.max(...counts), 1);
    assert.deepEqual(world.hub.counts, { ...world.hub.counts, sockets: 2, peers: 2 });
  });

  test("removes a viewer, whose ticket is void from then on", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    const other = await world.watch();
    broadcaster.send({ type: "remove", peer: viewer.welcome.peer });
    const refusal = { type: "error", code: "removed", message: ERRORS.removed };
    assert.deepEqual(await viewer.next("error"), refusal);
    assert.equal(await viewer.closed(), CLOSE.refused.code);
    assert.equal((await broadcaster.next("left")).peer, viewer.welcome.peer);
    const back = await world.asViewer();
    back.send({ type: "resume", ticket: viewer.welcome.ticket, negotiation: 1, linked: true });
    assert.deepEqual(await back.next("error"), refusal);
    assert.equal(await back.closed(), CLOSE.refused.code);
    broadcaster.send({ type: "remove", peer: viewer.welcome.peer });
    assert.equal((await broadcaster.next("error")).code, "no-such-link");
    assert.equal(other.wire.closeCode, null);
    assert.deepEqual(world.hub.counts, { ...world.hub.counts, rooms: 1, sockets: 2, peers: 2 });
  });
}
