/** How the viewer's machine uses TURN servers. */
import assert from "node:assert/strict";
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";
import { isFlowing, triesDirectly } from "@/webrtc/watch/watch_facts.ts";
import { PATIENCE, type WatchAction } from "@/webrtc/watch/watch_model.ts";
import { joining, NEW_LINK, playing, RESTART, type Viewer } from "../../support/watch_steps.ts";

const SERVERS: IceServer[] = [{ urls: ["turn:t.example"], username: "1:p", credential: "c" }];
const TAKEN: WatchAction = { type: "turn-servers", servers: SERVERS };

function getServers(viewer: Viewer): readonly WatchAction[] {
  return viewer.hears({ type: "ice-servers", servers: SERVERS });
}

function answered(viewer: Viewer): readonly WatchAction[] {
  const { negotiation } = viewer.machine;
  return viewer.hears({ type: "answer", negotiation, sdp: "v=0" });
}

Deno.test("TURN servers cost nothing if a direct path is found at once", () => {
  const viewer = joining();
  assert.deepEqual(getServers(viewer), [TAKEN]);
  answered(viewer);
  assert.deepEqual(viewer.passes(PATIENCE.direct - 1), []);
  viewer.link("connected");
  viewer.media(true);
  assert.deepEqual(viewer.passes(300_000), []);
  assert.ok(isFlowing(viewer.machine));
});

for (const why of ["1 s has passed", "ICE says so"]) {
  Deno.test(`answered without a direct path (${why}), the link is restarted with the TURN servers, once`, () => {
    const viewer = joining();
    getServers(viewer);
    const { linkId, negotiation } = viewer.machine;
    answered(viewer);
    const done = why === "ICE says so" ? viewer.link("failed") : viewer.passes(PATIENCE.direct);
    assert.deepEqual(done, [RESTART]);
    assert.deepEqual([viewer.machine.linkId, viewer.machine.negotiation], [
      linkId,
      negotiation + 1,
    ]);
    assert.deepEqual(answered(viewer), [{ type: "accept", sdp: "v=0" }]);
    // It has the time of a new link, because it allocates at the TURN server and tries many paths.
    assert.deepEqual(viewer.passes(PATIENCE.newLink - 1), []);
    assert.deepEqual(viewer.passes(1), [{ type: "unlink" }]);
  });
}

Deno.test("TURN servers that come before the answer are used only after it", () => {
  const viewer = joining("waiting");
  getServers(viewer);
  assert.deepEqual(viewer.passes(300_000), []);
  viewer.hears({ type: "state", state: "live" });
  answered(viewer);
  assert.deepEqual(viewer.passes(PATIENCE.direct), [RESTART]);
});

Deno.test("a link that was made with TURN servers is not restarted for them", () => {
  const viewer = joining();
  getServers(viewer);
  assert.deepEqual(viewer.hears({ type: "renew" }), NEW_LINK);
  answered(viewer);
  assert.deepEqual(viewer.passes(PATIENCE.newLink - 1), []);
});

Deno.test("renewed TURN servers are for later and change nothing, playing or not", () => {
  for (const viewer of [playing(), joining()]) {
    getServers(viewer);
    const { machine } = viewer;
    assert.deepEqual(getServers(viewer), [TAKEN]);
    assert.deepEqual(viewer.machine, machine);
  }
});

Deno.test("an empty list of TURN servers counts as none", () => {
  const viewer = joining();
  assert.deepEqual(viewer.hears({ type: "ice-servers", servers: [] }), [{
    type: "turn-servers",
    servers: [],
  }]);
  answered(viewer);
  assert.deepEqual(viewer.passes(PATIENCE.direct), []);
});

Deno.test("if the socket is lost during the restart with TURN servers, a new link is offered after the return", () => {
  const viewer = joining();
  getServers(viewer);
  answered(viewer);
  viewer.on({ type: "lost" });
  viewer.on({ type: "opened" });
  assert.deepEqual(viewer.watching(), NEW_LINK);
});

Deno.test("after two failed links in a row the third uses only relayed paths, until media arrives", () => {
  const viewer = joining();
  getServers(viewer);
  answered(viewer);
  viewer.passes(PATIENCE.direct); // the first, restarted with the TURN servers
  for (const failures of [1, 2]) {
    assert.ok(triesDirectly(viewer.machine), `after ${failures - 1}`);
    answered(viewer);
    assert.deepEqual(viewer.link("failed"), [{ type: "unlink" }]);
    assert.equal(viewer.machine.failures, failures);
    assert.deepEqual(viewer.passes(PATIENCE.firstRetry * failures), NEW_LINK);
  }
  assert.ok(!triesDirectly(viewer.machine));
  viewer.link("connected");
  viewer.media(true);
  assert.ok(triesDirectly(viewer.machine));
});

Deno.test("a viewer that wants only relayed paths offers again as soon as it has TURN servers", () => {
  const viewer = joining("live", true);
  assert.deepEqual(getServers(viewer), [TAKEN, ...NEW_LINK]);
  assert.deepEqual(getServers(viewer), [TAKEN]);
  answered(viewer);
  assert.deepEqual(viewer.passes(PATIENCE.newLink - 1), []);
});

Deno.test("a viewer that changes to only relayed paths, or back, makes a new link at once", () => {
  const viewer = playing();
  getServers(viewer);
  for (const on of [true, false]) {
    assert.deepEqual(viewer.on({ type: "relay-only", on }), NEW_LINK);
    assert.equal(viewer.machine.relayOnly, on);
    answered(viewer);
    viewer.link("connected");
    viewer.media(true);
  }
});

Deno.test("if that changes before admission, the offered link is the current one", () => {
  const viewer = joining(null);
  const { negotiation } = viewer.machine;
  assert.deepEqual(viewer.on({ type: "relay-only", on: true }), [{ type: "link" }]);
  assert.deepEqual(viewer.watching(), [{ type: "offer", restart: false }]);
  assert.equal(viewer.machine.negotiation, negotiation + 1);
});
