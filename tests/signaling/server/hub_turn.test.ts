/** TURN credentials: which peers get them, and that they are renewed before they expire. */
import assert from "node:assert/strict";
import {
  type Turn,
  TurnCredentials,
  turnServer,
} from "@/signaling/server/access/turn_credentials.ts";
import type { ToBroadcaster, ToViewer } from "@/signaling/protocol/server_messages.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import { FakeWorld } from "../../support/hub_world.ts";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { sdp } from "../../support/messages.ts";
import type { TestClient } from "../../support/wire.ts";

const TURN: Turn = { urls: ["turn:turn.example.com"], secret: "north-sea", lifetime: 600_000 };

class TurnWorld extends FakeWorld {
  constructor(readonly turn = TURN, clock = new FakeClock()) {
    const roomLimits = { ...ROOM_LIMITS, viewers: 1 };
    super({ roomLimits, turn: new TurnCredentials(turn, () => clock.now()) }, clock);
  }

  /** What a peer that comes in now is to be given. */
  of(peer: string): { type: "ice-servers"; servers: unknown[] } {
    return { type: "ice-servers", servers: [turnServer(this.turn, peer, this.clock.now())] };
  }
}

type Client = TestClient<ToViewer> | TestClient<ToBroadcaster>;

/** When the newest credentials that came end, in milliseconds since 1970. */
function expiry(client: Client): number {
  const newest = client.rest("ice-servers").at(-1);
  if (newest?.type !== "ice-servers") return -Infinity;
  return Number(newest.servers[0].username?.split(":")[0]) * 1_000;
}

Deno.test("Hub sends each admitted peer its own credentials before anything else", async () => {
  await using world = new TurnWorld();
  const broadcaster = await world.publish();
  const viewer = await world.watch();
  await broadcaster.next("offer");
  for (const client of [broadcaster, viewer]) {
    assert.deepEqual(client.rest("ice-servers"), [world.of(client.welcome.peer)]);
    const types = client.wire.received.map((text) => JSON.parse(text).type);
    assert.equal(types.indexOf("ice-servers"), 0, "a link that is made at the welcome has them");
  }
  assert.notDeepEqual(broadcaster.rest("ice-servers"), viewer.rest("ice-servers"));
});

Deno.test("Hub sends a peer that resumes new credentials for the same peer", async () => {
  await using world = new TurnWorld();
  const { broadcaster, viewer } = await world.linked();
  viewer.wire.drop();
  broadcaster.wire.drop();
  world.pass(5_000);
  const viewerAgain = await world.asViewer();
  viewerAgain.send({
    type: "resume",
    ticket: viewer.welcome.ticket,
    negotiation: 1,
    linked: true,
  });
  const broadcasterAgain = await world.asBroadcaster();
  const { ticket } = broadcaster.welcome;
  broadcasterAgain.send({ type: "resume", ticket, negotiation: 0, linked: false });
  world.pass();
  assert.deepEqual(viewerAgain.rest("ice-servers"), [world.of(viewer.welcome.peer)]);
  assert.deepEqual(broadcasterAgain.rest("ice-servers"), [world.of(broadcaster.welcome.peer)]);
});

Deno.test("Hub sends none to a refused peer, nor to one without a hello", async () => {
  await using world = new TurnWorld();
  await world.publish();
  const viewer = await world.watch();
  const offer = { negotiation: 1, sdp: sdp("o") };

  const silent = await world.asViewer();
  const tooMany = await world.asViewer();
  tooMany.send({ type: "watch", stream: "live", offer });
  assert.equal((await tooMany.next("error")).code, "stream-full");
  const forger = await world.asViewer();
  forger.send({ type: "resume", ticket: "forged.ticket", negotiation: 0, linked: true });
  assert.equal((await forger.next("error")).code, "ticket-refused");
  const stranger = await world.asBroadcaster();
  stranger.send({ type: "publish", stream: "live", key: "not-the-key" });
  assert.equal((await stranger.next("error")).code, "stream-taken");
  const babbler = await world.asViewer();
  babbler.wire.send('{"type":"ice-servers"}');
  assert.equal((await babbler.next("error")).code, "bad-message");
  world.pass(700_000);
  for (const client of [silent, tooMany, forger, stranger, babbler]) {
    assert.deepEqual(client.rest("ice-servers"), []);
  }
  assert.equal(viewer.rest("ice-servers").length, 2, "one, and its renewal");
});

Deno.test("Hub sends none to a peer that was removed or has left", async () => {
  await using world = new TurnWorld();
  const broadcaster = await world.publish();
  const removed = await world.watch();
  broadcaster.send({ type: "remove", peer: removed.welcome.peer });
  assert.equal((await removed.next("error")).code, "removed");
  const gone = await world.watch();
  gone.wire.drop();
  world.pass(700_000);
  assert.deepEqual([removed, gone].map((client) => client.rest("ice-servers").length), [1, 1]);
});

for (const lifetime of [20, 60, 600]) {
  Deno.test(`Hub renews credentials of ${lifetime} s before they end, and not before half of it`, async () => {
    await using world = new TurnWorld({ ...TURN, lifetime: lifetime * 1_000 });
    world.pass(3_300); // so that no one comes in just at a heartbeat
    const { broadcaster, viewer } = await world.linked();
    const lifetimes = 3;
    for (let second = 0; second < lifetimes * lifetime; second++) {
      for (const client of [broadcaster, viewer]) {
        const left = expiry(client) - world.clock.now();
        assert.ok(left > 0, `${left} ms before the end at second ${second}`);
      }
      world.pass(1_000);
    }
    for (const client of [broadcaster, viewer]) {
      const { length } = client.rest("ice-servers");
      assert.ok(length > lifetimes && length <= 2 * lifetimes + 1, `${length} times`);
    }
    // Nothing else comes of it: no link is asked for anew.
    assert.deepEqual(viewer.restBut("ice-servers", "details"), []);
    assert.deepEqual(broadcaster.restBut("ice-servers", "viewers"), []);
  });
}

Deno.test("Hub sends no ice-servers without TURN servers", async () => {
  await using world = new FakeWorld();
  const { broadcaster, viewer } = await world.linked();
  world.pass(700_000);
  assert.deepEqual([broadcaster.rest("ice-servers"), viewer.rest("ice-servers")], [[], []]);
});
