/** The viewer's ladder, rung by rung. */
import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import { isFlowing, isStuck, watchDeadline } from "@/webrtc/watch/watch_facts.ts";
import { PATIENCE, type WatchAction } from "@/webrtc/watch/watch_model.ts";
import { joining, NEW_LINK, playing, RESTART, Viewer } from "../../support/watch_steps.ts";

Deno.test("a lost socket touches nothing while media flows; the peer comes back as itself", () => {
  const viewer = playing();
  const { link, linkId, negotiation } = viewer.machine;
  assert.deepEqual(viewer.on({ type: "lost" }), []);
  assert.deepEqual(viewer.passes(300_000), []);
  assert.deepEqual(viewer.on({ type: "opened" }), [{ type: "resume" }]);
  assert.deepEqual(viewer.watching(), []);
  assert.deepEqual(viewer.passes(60_000), []);
  assert.deepEqual(viewer.machine.link, link);
  assert.deepEqual([viewer.machine.linkId, viewer.machine.negotiation], [linkId, negotiation]);
});

Deno.test("a link that comes back by itself in time costs no offer", () => {
  const viewer = playing();
  assert.deepEqual(viewer.link("disconnected"), [{ type: "retry-now" }]);
  assert.deepEqual(viewer.passes(PATIENCE.broken - 1), []);
  assert.deepEqual(viewer.link("connected"), []);
  assert.deepEqual(viewer.media(true), [{ type: "play" }]);
  assert.deepEqual(viewer.passes(60_000), []);
});

Deno.test("a broken link is restarted in place, once it has had its time", () => {
  const viewer = playing();
  const { linkId, negotiation } = viewer.machine;
  viewer.link("disconnected");
  assert.deepEqual(viewer.passes(PATIENCE.broken - 1), []);
  assert.deepEqual(viewer.passes(1), [RESTART]);
  assert.equal(viewer.machine.linkId, linkId);
  assert.equal(viewer.machine.negotiation, negotiation + 1);
  viewer.hears({ type: "answer", negotiation: negotiation + 1, sdp: "v=0" });
  viewer.media(true);
  assert.deepEqual(viewer.passes(60_000), []);
});

Deno.test("a link that failed is restarted at once, and one without media as if it had said so", () => {
  const failed = playing();
  assert.deepEqual(failed.link("failed"), [RESTART]);

  const silent = playing();
  assert.deepEqual(silent.media(false), []);
  silent.now += PATIENCE.silence - 1;
  assert.deepEqual(silent.media(false), []);
  silent.now += 1;
  assert.deepEqual(silent.media(false), [{ type: "retry-now" }]);
  assert.deepEqual(silent.passes(PATIENCE.broken), [RESTART]);
});

Deno.test("a broken link waits for a server and a broadcaster to be restarted with, or replaced after long", () => {
  const soon = PATIENCE.staleWithSocket - 1;
  for (
    const [goes, after] of [
      ["lost", soon],
      ["paused", soon],
      ["lost", soon + 1],
      ["paused", soon + 1],
      ["lost", 300_000],
    ] as const
  ) {
    const viewer = playing();
    if (goes === "lost") viewer.on({ type: "lost" });
    else viewer.hears({ type: "state", state: goes });
    viewer.link("failed");
    assert.deepEqual(viewer.passes(after), [], goes);
    if (goes === "lost") viewer.on({ type: "opened" });
    const back = goes === "lost"
      ? viewer.watching("live")
      : viewer.hears({ type: "state", state: "live" });
    assert.deepEqual(back, after === soon ? [RESTART] : NEW_LINK, `${goes} for ${after} ms`);
  }
});

Deno.test("media that is missed since before a socket came back: the whole path is gone, and a new link is next", () => {
  for (const socket of ["its own", "the broadcaster's"]) {
    const viewer = playing();
    viewer.now += 900; // the browser notices late that it has another address
    if (socket === "its own") {
      viewer.on({ type: "lost" });
      viewer.on({ type: "opened" });
      assert.deepEqual(viewer.watching(), []);
    } else {
      viewer.hears({ type: "state", state: "paused" });
      assert.deepEqual(viewer.hears({ type: "state", state: "live" }), []);
    }
    viewer.now += PATIENCE.silence - 900;
    assert.deepEqual(viewer.media(false), [{ type: "retry-now" }], socket);
    assert.deepEqual(viewer.passes(PATIENCE.staleWithSocket - PATIENCE.silence - 1), [], socket);
    assert.deepEqual(viewer.passes(1), NEW_LINK, socket);
  }
});

Deno.test("media that came since the socket was back: its silence is no more than any other", () => {
  const viewer = playing();
  viewer.on({ type: "lost" });
  viewer.on({ type: "opened" });
  viewer.watching();
  viewer.now += 1;
  viewer.media(true);
  viewer.now += PATIENCE.silence;
  assert.deepEqual(viewer.media(false), [{ type: "retry-now" }]);
  assert.deepEqual(viewer.passes(PATIENCE.broken - 1), []);
  assert.deepEqual(viewer.passes(1), [RESTART]);
});

Deno.test("a restart that fails, is declined or is not answered is followed by a new link", () => {
  const ways: Record<string, (viewer: Viewer) => readonly WatchAction[]> = {
    failed: (viewer) => viewer.link("failed"),
    unusable: (viewer) => viewer.link("unusable"),
    declined: (viewer) =>
      viewer.hears({ type: "declined", negotiation: viewer.machine.negotiation }),
    unanswered: (viewer) => {
      const [first, second, third] = PATIENCE.restarts;
      assert.deepEqual(viewer.passes(first), [RESTART]);
      assert.deepEqual(viewer.passes(second), [RESTART]);
      return viewer.passes(third);
    },
  };
  for (const [way, ends] of Object.entries(ways)) {
    const viewer = playing();
    const { linkId } = viewer.machine;
    viewer.link("failed");
    assert.deepEqual(ends(viewer), [{ type: "unlink" }], way);
    assert.deepEqual(viewer.passes(PATIENCE.firstRetry - 1), [], way);
    assert.deepEqual(viewer.passes(1), NEW_LINK, way);
    assert.equal(viewer.machine.linkId, linkId + 1, way);
  }
});

Deno.test("links that keep failing are made ever more slowly, up to the cap; one that plays ends that", () => {
  const viewer = joining();
  assert.deepEqual(viewer.passes(PATIENCE.newLink - 1), []); // nobody answers
  const waits = [1, 2, 3, 4, 5].map(() => {
    assert.deepEqual(viewer.link("failed"), [{ type: "unlink" }]);
    const wait = (watchDeadline(viewer.machine) ?? NaN) - viewer.now;
    assert.deepEqual(viewer.passes(wait), NEW_LINK);
    return wait;
  });
  assert.deepEqual(waits, [1_000, 2_000, 4_000, PATIENCE.retryCap, PATIENCE.retryCap]);
  viewer.link("connected");
  viewer.media(true);
  assert.equal(viewer.machine.failures, 0);
});

Deno.test("two links in a row that fail are said, while somebody is there to link to", () => {
  const viewer = joining();
  viewer.link("unusable");
  assert.equal(isStuck(viewer.machine), false);
  viewer.passes(PATIENCE.firstRetry);
  viewer.link("unusable");
  assert.equal(isStuck(viewer.machine), true);
  viewer.hears({ type: "state", state: "paused" });
  assert.equal(isStuck(viewer.machine), false);
  viewer.hears({ type: "state", state: "live" });
  viewer.passes(2 * PATIENCE.firstRetry);
  viewer.link("connected");
  viewer.media(true);
  assert.equal(isStuck(viewer.machine), false);
});

Deno.test("silence that the broadcaster means is no fault, and is one again once it sends", () => {
  const details = { type: "details", title: null, viewers: 1, place: null } as const;
  const none = { ...details, media: { picture: "none", sound: "none" } } as const;
  const viewer = playing();
  viewer.hears(none);
  viewer.now += 10 * PATIENCE.silence;
  assert.deepEqual(viewer.media(false), []);
  assert.equal(isFlowing(viewer.machine), true);
  viewer.hears(details);
  assert.deepEqual(viewer.media(false), [], "it has a moment to come");
  viewer.now += PATIENCE.silence;
  viewer.media(false);
  assert.equal(viewer.machine.link.name, "broken");
  viewer.hears(none); // the track went before it was said
  assert.equal(isFlowing(viewer.machine), true);
  assert.deepEqual(viewer.passes(60_000), []);
  viewer.link("failed");
  assert.equal(isFlowing(viewer.machine), false, "a path that is gone is");
});

Deno.test("asked to renew, it makes a new link", () => {
  const viewer = playing();
  const { linkId } = viewer.machine;
  assert.deepEqual(viewer.hears({ type: "renew" }), NEW_LINK);
  assert.equal(viewer.machine.linkId, linkId + 1);
});

Deno.test("a stream that ended lets the link go; live again, it plays by the server's word or its own", () => {
  const viewer = playing();
  assert.deepEqual(viewer.hears({ type: "state", state: "ended" }), [{ type: "unlink" }]);
  assert.deepEqual(viewer.passes(300_000), []);
  assert.deepEqual(viewer.hears({ type: "state", state: "live" }), []);
  assert.deepEqual(viewer.hears({ type: "renew" }), NEW_LINK);

  // A server that was restarted in between believes that there still is a link, and asks for none.
  const forgotten = playing();
  forgotten.hears({ type: "state", state: "ended" });
  forgotten.on({ type: "lost" });
  forgotten.on({ type: "opened" });
  forgotten.watching("waiting");
  forgotten.hears({ type: "state", state: "live" });
  assert.deepEqual(forgotten.passes(PATIENCE.firstRetry), NEW_LINK);
});

Deno.test("a refused ticket: it comes in anew at once, with a link of the new peer's own", () => {
  const viewer = playing();
  const { linkId } = viewer.machine;
  viewer.on({ type: "lost" });
  viewer.on({ type: "opened" });
  assert.deepEqual(viewer.refused("ticket-refused"), [
    { type: "link" },
    { type: "connect", delay: 0 },
  ]);
  assert.equal(viewer.machine.linkId, linkId + 1);
  assert.deepEqual(viewer.on({ type: "opened" }), [{ type: "watch" }]);
});

Deno.test("a full stream is asked again after a while", () => {
  const viewer = new Viewer();
  viewer.on({ type: "start", relayOnly: false });
  viewer.on({ type: "opened" });
  const again = viewer.refused("stream-full").at(-1);
  assert.deepEqual(again, { type: "connect", delay: PATIENCE.full });
  assert.deepEqual(viewer.on({ type: "opened" }), [{ type: "watch" }]);
});

Deno.test("a peer that finds its stream full when it comes back keeps the link that plays", () => {
  const viewer = playing();
  viewer.on({ type: "lost" });
  viewer.on({ type: "opened" });
  const again = [{ type: "connect", delay: PATIENCE.full }];
  assert.deepEqual(viewer.refused("stream-full"), again);
  assert.ok(isFlowing(viewer.machine));
  assert.deepEqual(viewer.on({ type: "opened" }), [{ type: "resume" }]);
});

Deno.test("a socket that is closed for any other reason is the end", () => {
  const viewer = playing();
  assert.deepEqual(viewer.on({ type: "closed", code: CLOSE.refused.code }), []);
  assert.equal(viewer.machine.contact, "over");
});

Deno.test("in line, an offer waits for as long as it takes; its 8 s begin when it has no place any more", () => {
  const viewer = joining();
  viewer.now += PATIENCE.newLink - 1;
  assert.deepEqual(viewer.place(3), []);
  assert.deepEqual(viewer.passes(300_000), []);
  assert.deepEqual(viewer.place(1), []);
  assert.deepEqual(viewer.hears({ type: "state", state: "paused" }), []);
  assert.deepEqual(viewer.hears({ type: "state", state: "live" }), []);
  assert.deepEqual(viewer.hears({ type: "renew" }), NEW_LINK);
  assert.deepEqual(viewer.passes(300_000), []);
  assert.deepEqual(viewer.machine.details, { title: "推拉", viewers: 1, place: 1 });
  assert.deepEqual(viewer.place(null), []);
  assert.deepEqual(viewer.passes(PATIENCE.newLink - 1), []);
  assert.deepEqual(viewer.place(null), []); // no news, and no more time
  assert.deepEqual(viewer.passes(1), [{ type: "unlink" }]);
});

Deno.test("a place in line touches no link that plays", () => {
  const viewer = playing();
  viewer.place(1);
  assert.deepEqual(viewer.passes(60_000), []);
  assert.ok(isFlowing(viewer.machine));
});

Deno.test("removed, it lets the link go and does not try again", () => {
  const viewer = playing();
  const { linkId } = viewer.machine;
  const message = { type: "error", code: "removed", message: "No." } as const;
  assert.deepEqual(viewer.hears(message), [{ type: "stay-away" }]);
  assert.equal(viewer.machine.contact, "over");
  assert.deepEqual(viewer.link("failed", linkId), []);
  assert.deepEqual(viewer.passes(300_000), []);
  assert.deepEqual(viewer.link("failed"), []);
});

Deno.test("what comes late for an abandoned link or an older offer is let go", () => {
  const viewer = playing();
  const { linkId, negotiation } = viewer.machine;
  viewer.hears({ type: "renew" });
  const { machine } = viewer;
  for (const type of ["connected", "disconnected", "failed", "unusable"] as const) {
    assert.deepEqual(viewer.link(type, linkId), []);
  }
  assert.deepEqual(viewer.on({ type: "media", link: linkId, arrives: true }), []);
  assert.deepEqual(viewer.hears({ type: "answer", negotiation, sdp: "v=0" }), []);
  assert.deepEqual(viewer.hears({ type: "candidates", negotiation, candidates: [] }), []);
  assert.deepEqual(viewer.hears({ type: "declined", negotiation }), []);
  assert.deepEqual(viewer.machine, machine);
});

Deno.test("what comes late for the last link, where there is no other yet, is let go", () => {
  const viewer = joining();
  viewer.link("failed");
  const { machine } = viewer;
  for (const type of ["connected", "disconnected", "failed", "unusable"] as const) {
    assert.deepEqual(viewer.link(type), []);
  }
  assert.deepEqual(viewer.media(true), []);
  assert.deepEqual(viewer.machine, machine);
});

Deno.test("paused: media that flows is left alone; missed, it says so soon and mends nothing", () => {
  const viewer = playing();
  viewer.hears({ type: "state", state: "paused" });
  viewer.now += 60_000;
  assert.deepEqual(viewer.media(true), []);
  assert.ok(isFlowing(viewer.machine));
  assert.deepEqual(viewer.media(false), []);
  assert.ok(isFlowing(viewer.machine));
  viewer.now += PATIENCE.silenceWhilePaused;
  assert.deepEqual(viewer.media(false), []);
  assert.ok(!isFlowing(viewer.machine));
  assert.deepEqual(viewer.passes(60_000), []);
  assert.deepEqual(viewer.media(true), [{ type: "play" }]);
  assert.ok(isFlowing(viewer.machine));
});

Deno.test("a peer that is back without a link is asked for one by the server, and makes no other", () => {
  const viewer = playing();
  viewer.on({ type: "lost" });
  viewer.link("failed");
  viewer.passes(60_000);
  viewer.on({ type: "opened" });
  viewer.link("unusable");
  viewer.passes(60_000);
  assert.deepEqual(viewer.watching(), []);
  assert.deepEqual(viewer.hears({ type: "renew" }), NEW_LINK);
  assert.deepEqual(viewer.passes(PATIENCE.newLink - 1), []);
});

/** A page whose head has said hello, or is about to. */
function saidHello(): Viewer {
  const viewer = new Viewer();
  viewer.on({ type: "start", relayOnly: false, saidHello: true });
  return viewer;
}

Deno.test("what the page's head has offered is not offered again on its socket", () => {
  const viewer = saidHello();
  assert.deepEqual(viewer.on({ type: "opened", saidHello: true }), [{ type: "offered" }]);
  assert.deepEqual(viewer.watching(), []);
});

Deno.test("a link that takes the place of the head's before its socket is open is offered once we are let in", () => {
  const viewer = saidHello();
  viewer.on({ type: "relay-only", on: true });
  assert.deepEqual(viewer.on({ type: "opened", saidHello: true }), [], "hello has been said");
  assert.deepEqual(viewer.watching(), [{ type: "offer", restart: false }]);
});

Deno.test("where the head's socket is lost before we are let in, we come in anew with another link", () => {
  const viewer = saidHello();
  viewer.on({ type: "lost" });
  assert.deepEqual(viewer.on({ type: "opened", saidHello: false }), [
    { type: "link" },
    { type: "watch" },
  ]);
});
