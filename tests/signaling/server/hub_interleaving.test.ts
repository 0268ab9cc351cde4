import assert from "node:assert/strict";
import fc from "fast-check";
import { FakeWorld } from "../../support/hub_world.ts";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { sdp } from "../../support/messages.ts";
import { SlowWorld } from "../../support/slow_world.ts";

Deno.test("Hub gets every viewer an answer, in any order of frames", () =>
  checkAnswers(() => new FakeWorld(), async () => {}, async () => {}));

Deno.test("Hub gets every viewer an answer, in any order of checks and frames", () =>
  checkAnswers(() => new SlowWorld(), (world, who) => world.check(who), (world) => world.settle()));

/**
 * @param check lets one check of a hello go on
 * @param settle ends all checks
 */
async function checkAnswers<W extends FakeWorld>(
  newWorld: () => W,
  check: (world: W, who: number) => Promise<void>,
  settle: (world: W) => Promise<void>,
): Promise<void> {
  const step = { wire: fc.nat(9), up: fc.boolean(), check: fc.boolean(), drop: fc.nat(12) };
  const order = fc.array(fc.record(step), { minLength: 5, maxLength: 60, size: "max" });
  await fc.assert(
    fc.asyncProperty(order, async (steps) => {
      await using world = newWorld();
      let broadcaster = await world.asBroadcaster();
      const viewers = [await world.asViewer(), await world.asViewer(), await world.asViewer()];
      const newest = new Map(viewers.map((viewer) => [viewer, 1]));
      let ticket: string | null = null;
      broadcaster.send({ type: "publish", stream: "live" });
      for (const viewer of viewers) {
        viewer.send({ type: "watch", stream: "live", offer: { negotiation: 1, sdp: sdp("1") } });
      }
      const react = () => {
        for (const message of broadcaster.rest("publishing", "offer")) {
          if (message.type === "publishing") ticket = message.ticket;
          if (message.type !== "offer") continue;
          const { from, negotiation } = message;
          broadcaster.send({ type: "answer", to: from, negotiation, sdp: sdp(`${negotiation}`) });
        }
        broadcaster.unread.length = 0;
        for (const viewer of viewers) {
          const asked = viewer.rest("renew").length;
          if (asked === 0) continue;
          viewer.unread.splice(0, viewer.unread.length, ...viewer.rest("watching", "answer"));
          const negotiation = (newest.get(viewer) ?? 0) + 1;
          newest.set(viewer, negotiation);
          viewer.send({ type: "offer", negotiation, restart: false, sdp: sdp(`${negotiation}`) });
        }
      };
      for (const { wire, up, check: checks, drop } of steps) {
        const wires = [broadcaster.wire, ...viewers.map((viewer) => viewer.wire)];
        const chosen = wires[wire % wires.length];
        if (up) chosen.toServer();
        else chosen.toClient();
        if (checks) await check(world, wire);
        react();
        if (drop > 0 || ticket === null) continue;
        broadcaster.wire.drop(); // and it comes back on a new socket
        const resume = { type: "resume", ticket, negotiation: 0, linked: false } as const;
        ticket = null;
        broadcaster = await world.asBroadcaster();
        broadcaster.send(resume);
      }
      for (let round = 0; round < 8; round++) {
        await settle(world);
        world.pass(ROOM_LIMITS.answerTimeout / 4);
        react();
      }
      for (const viewer of viewers) {
        const answers = viewer.rest("answer").map((message) =>
          message.type === "answer" ? message.negotiation : null
        );
        assert.equal(answers.at(-1), newest.get(viewer), JSON.stringify(viewer.wire.received));
        assert.equal(new Set(answers).size, answers.length, "answered once each");
      }
      for (const viewer of viewers) viewer.send({ type: "leave" });
      broadcaster.send({ type: "stop" });
      world.pass();
      assert.deepEqual(world.hub.counts, { rooms: 0, sockets: 0, peers: 0, timers: 0 });
    }),
    { numRuns: 300 },
  );
}
