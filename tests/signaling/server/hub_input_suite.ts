/** Messages that a hub must not pass on. hub.test.ts runs this on fake and on real sockets. */
import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import { candidates, sdp, sdpOf } from "../../support/messages.ts";
import type { Wire } from "../../support/wire.ts";
import type { HubTest } from "./hub_suite.ts";

export function testInput(test: HubTest): void {
  const large = JSON.stringify({ type: "leave", padding: "x".repeat(LIMITS.messageBytes) });
  const longCandidate = { ...candidates(1)[0], candidate: "c".repeat(LIMITS.candidateBytes + 1) };
  const trickle = (list: object[]) => ({ type: "candidates", negotiation: 1, candidates: list });
  const offer = { type: "offer", negotiation: 2, restart: false };
  const nine = sdp("offer") + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n".repeat(9);
  const badInput: [what: string, code: string, frame: string | Uint8Array<ArrayBuffer>][] = [
    ["a binary frame", "not-text", new TextEncoder().encode('{"type":"leave"}')],
    ["no JSON", "not-json", "{"],
    ["an unknown type", "bad-message", '{"type":"dance"}'],
    ["a missing field", "bad-message", '{"type":"offer","negotiation":2,"restart":false}'],
    ["a field of the wrong type", "bad-message", JSON.stringify({ ...offer, sdp: 1 })],
    ["a message of the other role", "bad-message", '{"type":"stop"}'],
    ["a second hello", "bad-message", '{"type":"publish","stream":"live"}'],
    ["__proto__", "bad-message", '{"__proto__":{"type":"leave"}}'],
    ["deep nesting", "bad-message", "[".repeat(30_000) + "]".repeat(30_000)],
    ["1e400", "bad-message", '{"type":"offer","negotiation":1e400,"restart":false,"sdp":"v=0"}'],
    ["a lone surrogate", "bad-message", JSON.stringify({ ...offer, sdp: "v=0\ud800" })],
    ["a message over 64 kB", "message-too-large", large],
    [
      "an SDP over 32 kB",
      "sdp-too-large",
      JSON.stringify({ ...offer, sdp: sdpOf(LIMITS.sdpBytes + 1) }),
    ],
    ["an offer of nine media sections", "too-many-media", JSON.stringify({ ...offer, sdp: nine })],
    ["a candidate over 1 kB", "candidate-too-large", JSON.stringify(trickle([longCandidate]))],
    ["65 candidates", "too-many-candidates", JSON.stringify(trickle(candidates(65)))],
  ];
  for (const [what, code, frame] of badInput) {
    test(`answers ${what} with ${code}, closes after the third with 4400, and sends nothing to other peers`, async (world) => {
      const { broadcaster, viewer } = await world.linked();
      const honest = await world.watch();
      await broadcaster.next("offer");
      for (let i = 0; i < LIMITS.badMessages; i++) {
        viewer.wire.send(frame);
        assert.equal((await viewer.next("error")).code, code);
      }
      assert.equal(await viewer.closed(), CLOSE.badInput.code);
      honest.send({ type: "candidates", negotiation: 1, candidates: candidates(1) });
      assert.equal((await broadcaster.next("candidates")).from, honest.welcome.peer);
      assert.deepEqual(broadcaster.rest("candidates", "offer", "left", "error"), []);
      assert.deepEqual(honest.restBut("details"), []);
    });
  }

  const answer = { type: "answer", negotiation: 1, sdp: sdpOf(LIMITS.sdpBytes + 1) };
  const provoked: [what: string, code: string, message: object][] = [
    ["an SDP over 32 kB", "sdp-too-large", answer],
    ["an answer over 64 kB", "message-too-large", { ...answer, sdp: sdpOf(LIMITS.messageBytes) }],
    ["a candidate over 1 kB", "candidate-too-large", trickle([longCandidate])],
    ["65 candidates", "too-many-candidates", trickle(candidates(65))],
  ];
  for (const [what, code, message] of provoked) {
    test(`refuses ${what} of a broadcaster, which a viewer's offer may provoke, and closes nothing`, async (world) => {
      const { broadcaster, viewer } = await world.linked();
      const to = viewer.welcome.peer;
      for (let i = 0; i < 2 * LIMITS.badMessages; i++) {
        broadcaster.wire.send(JSON.stringify({ ...message, to }));
        assert.equal((await broadcaster.next("error")).code, code);
      }
      broadcaster.send({ type: "candidates", to, negotiation: 1, candidates: candidates(1) });
      await viewer.next("candidates");
      assert.deepEqual([broadcaster.wire.closeCode, viewer.restBut("details")], [null, []]);
    });
  }

  test("closes a broadcaster after three malformed messages", async (world) => {
    const broadcaster = await world.publish();
    for (let i = 0; i < LIMITS.badMessages; i++) broadcaster.wire.send("{");
    assert.equal(await broadcaster.closed(), CLOSE.badInput.code);
  });

  test("ignores unknown fields, and passes none of them on", async (world) => {
    const broadcaster = await world.publish();
    const extra = { extra: { of: "tomorrow" } };
    const [found] = candidates(1).map((candidate) => ({ ...candidate, ...extra }));
    const viewer = await world.asViewer();
    const say = (wire: Wire, message: object) =>
      wire.send(JSON.stringify({ ...message, ...extra }));
    say(viewer.wire, {
      type: "watch",
      stream: "live",
      offer: { negotiation: 1, sdp: sdp("offer"), ...extra },
    });
    await viewer.next("watching");
    const { from } = await broadcaster.next("offer");
    say(viewer.wire, { type: "candidates", negotiation: 1, candidates: [found] });
    await broadcaster.next("candidates");
    say(broadcaster.wire, { type: "answer", to: from, negotiation: 1, sdp: sdp("answer") });
    say(broadcaster.wire, { type: "candidates", to: from, negotiation: 1, candidates: [found] });
    const media = { picture: "hidden", sound: "on", ...extra };
    say(broadcaster.wire, { type: "describe", title: "Tuila", capacity: null, media });
    await viewer.next("answer");
    await viewer.next("candidates");
    await viewer.next("details");
    for (const { received } of [viewer.wire, broadcaster.wire]) {
      assert.doesNotMatch(received.join(), /extra|tomorrow/);
    }
    assert.deepEqual([viewer.rest("error"), broadcaster.rest("error")], [[], []]);
  });

  test("counts candidates over several messages, and passes on at most 64", async (world) => {
    const { broadcaster, viewer } = await world.linked();
    viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(60) });
    viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(5) });
    assert.equal((await viewer.next("error")).code, "too-many-candidates");
    viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(4) });
    assert.equal((await broadcaster.next("candidates")).candidates.length, 60);
    assert.equal((await broadcaster.next("candidates")).candidates.length, 4);
  });

  test("treats bad input before the hello like any other", async (world) => {
    const client = await world.asViewer();
    client.wire.send(JSON.stringify({ type: "publish", stream: "a/b" }));
    assert.equal((await client.next("error")).code, "bad-stream-name");
    client.wire.send('{"type":"leave"}');
    assert.equal((await client.next("error")).code, "bad-message");
    client.send({ type: "watch", stream: "live", offer: { negotiation: 1, sdp: sdp("late") } });
    await client.next("watching");
    client.wire.send("third");
    assert.equal(await client.closed(), CLOSE.badInput.code);
  });

  test("passes nothing between rooms or to a wrong peer, and answers both alike", async (world) => {
    const { broadcaster, viewer } = await world.linked("one");
    const other = await world.linked("two");
    const third = await world.watch("one");
    await broadcaster.next("offer");
    const heard = [];
    // Another room's viewer, another room's broadcaster, itself, nobody; then an old negotiation of its own viewer.
    const targets = [other.viewer.welcome.peer, other.broadcaster.welcome.peer];
    targets.push(broadcaster.welcome.peer, "A".repeat(16), "nobody");
    for (const to of targets) {
      broadcaster.send({ type: "answer", to, negotiation: 1, sdp: sdp("x") });
      broadcaster.send({ type: "decline", to, negotiation: 1 });
      broadcaster.send({ type: "candidates", to, negotiation: 1, candidates: candidates(1) });
      broadcaster.send({ type: "remove", peer: to });
      for (let i = 0; i < 4; i++) heard.push(await broadcaster.next("error"));
    }
    broadcaster.send({ type: "answer", to: viewer.welcome.peer, negotiation: 1, sdp: sdp("x") });
    heard.push(await broadcaster.next("error")); // answered once already
    broadcaster.send({ type: "answer", to: third.welcome.peer, negotiation: 9, sdp: sdp("x") });
    heard.push(await broadcaster.next("error"));
    for (const each of heard) assert.deepEqual(each, heard[0]);
    assert.equal(heard[0].code, "no-such-link");
    viewer.send({ type: "candidates", negotiation: 5, candidates: candidates(1) });
    assert.deepEqual(await viewer.next("error"), heard[0]);
    // Everything before these has arrived, and it was nothing.
    for (const linked of [other, { broadcaster, viewer }]) {
      linked.viewer.send({ type: "candidates", negotiation: 1, candidates: candidates(1) });
      const { from } = await linked.broadcaster.next("candidates");
      linked.broadcaster.send({
        type: "candidates",
        to: from,
        negotiation: 1,
        candidates: candidates(1),
      });
      await linked.viewer.next("candidates");
      assert.deepEqual([linked.viewer.restBut("details"), linked.viewer.wire.closeCode], [
        [],
        null,
      ]);
    }
    assert.deepEqual([third.restBut("details"), broadcaster.wire.closeCode], [[], null]);
  });

  test("hands eight waiting viewers' largest offers over without closing the broadcaster", async (world) => {
    for (let i = 0; i < 8; i++) await world.watch("live", sdpOf(LIMITS.sdpBytes));
    const broadcaster = await world.publish();
    for (let i = 0; i < 8; i++) {
      const { from, negotiation } = await broadcaster.next("offer");
      broadcaster.send({ type: "answer", to: from, negotiation, sdp: sdp("answer") });
    }
    assert.equal(broadcaster.wire.closeCode, null);
  });
}
