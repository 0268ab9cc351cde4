import assert from "node:assert/strict";
import { type WatchFacts, watchState } from "@/webrtc/watch_state.ts";

const LIVE: WatchFacts = {
  supported: true,
  contact: "open",
  refusal: null,
  stream: "live",
  flowing: true,
};

const CASES: [string, Partial<WatchFacts>][] = [
  ["playing", {}],
  ["playing", { contact: "lost" }], // media outlives signaling
  ["playing", { stream: "paused" }],
  ["ended", { stream: "ended" }],
  ["joining", { flowing: false }],
  ["paused", { flowing: false, stream: "paused" }],
  ["waiting", { flowing: false, stream: "waiting" }],
  ["connecting", { flowing: false, stream: null, contact: "none" }],
  ["unreachable", { flowing: false, contact: "lost" }],
  ["unreachable", { flowing: false, stream: null, contact: "lost" }],
  ["full", { flowing: false, stream: null, refusal: "stream-full" }],
  ["full", { flowing: false, stream: null, refusal: "server-full", contact: "lost" }],
  ["refused", { flowing: false, contact: "refused" }],
  ["no-webrtc", { supported: false, flowing: false, stream: null, contact: "none" }],
];

for (const [expected, facts] of CASES) {
  Deno.test(`watchState() of ${JSON.stringify(facts)} is ${expected}`, () => {
    assert.equal(watchState({ ...LIVE, ...facts }), expected);
  });
}
