/** How the viewer's machine repairs its link, step by step. */
import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import { isFlowing, isStuck, watchDeadline } from "@/webrtc/watch/watch_facts.ts";
import { PATIENCE, type WatchAction } from "@/webrtc/watch/watch_model.ts";
import { joining, NEW_LINK, playing, RESTART, Viewer } from "../../support/watch_steps.ts";

Deno.test("a lost socket changes nothing while media flows; the viewer resumes as the same peer", () => {
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

Deno.test("a link that recovers by itself in time needs no offer", () => {
  const viewer = playing();
  assert.deepEqual(viewer.link("disconnected"), [{ type: "retry-now" }]);
  assert.deepEqual(viewer.passes(PATIENCE.broken - 1), []);
  assert.deepEqual(viewer.link("connected"), []);
  assert.deepEqual(viewer.media(true), [{ type: "play" }]);
  assert.deepEqual(viewer.passes(60_000), []);
});

Deno.test("a broken link gets an ICE restart after its time to recover", () => {
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

Deno.test("a failed link is restarted at once, and a silent one like a disconnected one", () => {
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

Deno.test("a broken link waits for server and broadcaster before a restart, or after long a replacement", () => {
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

Deno.test("media missing since before a socket came back: the whole path is gone, so a new link comes next", () => {
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

Deno.test("media has arrived since the socket came back: later silence is handled as usual", () => {
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

Deno.test("links that keep failing are made ever more slowly, up to the cap, until one plays", () => {
  const viewer = joining();
  assert.deepEqual(viewer.passes(PATIENCE.newLink - 1), []); // the source does not answer
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

Deno.test("two failed links in a row are reported while the broadcaster is reachable", () => {
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

Deno.test("silence is no fault while the broadcaster sends nothing, and is one once it sends again", () => {
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
  viewer.hears(none); // the track ended before the message came
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

Deno.test("a link is closed when the stream ends; when it is live again, the server or the viewer starts a new one", () => {
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

Deno.test("after a refused ticket it joins as a new peer at once, with a new link", () => {
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

Deno.test("a full stream is tried again after a while", () => {
  const viewer = new Viewer();
  viewer.on({ type: "start", relayOnly: false });
  viewer.on({ type: "opened" });
  const again = viewer.refused("stream-full").at(-1);
  assert.deepEqual(again, { type: "connect", delay: PATIENCE.full });
  assert.deepEqual(viewer.on({ type: "opened" }), [{ type: "watch" }]);
});

Deno.test("too many requests from its network are tried again when the server says", () => {
  const viewer = new Viewer();
  viewer.on({ type: "start", relayOnly: false });
  viewer.on({ type: "opened" });
  const again = viewer.refused("too-many", 42_000).at(-1);
  assert.deepEqual(again, { type: "connect", delay: 42_000 });
  viewer.on({ type: "opened" });
  assert.deepEqual(viewer.refused("too-many").at(-1), { type: "connect", delay: PATIENCE.full });
});

Deno.test("a viewer that finds its stream full on its return keeps the link that plays", () => {
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

Deno.test("an offer in the queue waits without limit; its 8 s begin when it leaves the queue", () => {
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
  assert.deepEqual(viewer.place(null), []); // nothing has changed, so the time does not start again
  assert.deepEqual(viewer.passes(1), [{ type: "unlink" }]);
});

Deno.test("a place in the queue does not affect a link that plays", () => {
  const viewer = playing();
  viewer.place(1);
  assert.deepEqual(viewer.passes(60_000), []);
  assert.ok(isFlowing(viewer.machine));
});

Deno.test("a removed viewer closes its link and does not retry", () => {
  const viewer = playing();
  const { linkId } = viewer.machine;
  const message = { type: "error", code: "removed", message: "No." } as const;
  assert.deepEqual(viewer.hears(message), [{ type: "stay-away" }]);
  assert.equal(viewer.machine.contact, "over");
  assert.deepEqual(viewer.link("failed", linkId), []);
  assert.deepEqual(viewer.passes(300_000), []);
  assert.deepEqual(viewer.link("failed"), []);
});

Deno.test("late events of an abandoned link or an older offer are ignored", () => {
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

Deno.test("late events of the last link are ignored while there is no new one", () => {
  const viewer = joining();
  viewer.link("failed");
  const { machine } = viewer;
  for (const type of ["connected", "disconnected", "failed", "unusable"] as const) {
    assert.deepEqual(viewer.link(type), []);
  }
  assert.deepEqual(viewer.media(true), []);
  assert.deepEqual(viewer.machine, machine);
});

Deno.test("while paused, flowing media continues; missing media is reported soon, and nothing is repaired", () => {
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

Deno.test("a viewer that resumes without a link waits for the server to ask for one", () => {
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

/** A page whose head script has sent the hello, or is about to. */
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

Deno.test("a link that replaces the head's before its socket is open is offered after admission", () => {
  const viewer = saidHello();
  viewer.on({ type: "relay-only", on: true });
  assert.deepEqual(viewer.on({ type: "opened", saidHello: true }), [], "the hello has been sent");
  assert.deepEqual(viewer.watching(), [{ type: "offer", restart: false }]);
});

Deno.test("if the head's socket is lost before admission, the viewer joins again with another link", () => {
  const viewer = saidHello();
  viewer.on({ type: "lost" });
  assert.deepEqual(viewer.on({ type: "opened", saidHello: false }), [
    { type: "link" },
    { type: "watch" },
  ]);
});
