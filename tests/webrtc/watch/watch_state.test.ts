import assert from "node:assert/strict";
import { START, type WatchMachine } from "@/webrtc/watch/watch_model.ts";
import { watchState } from "@/webrtc/watch/watch_state.ts";

const PLAYING: WatchMachine = {
  ...START,
  contact: "open",
  stream: "live",
  link: { name: "up", flowing: true, lastMediaAt: 0 },
  played: true,
};
const BROKEN: Partial<WatchMachine> = { link: { name: "broken", until: 0, lastMediaAt: 0 } };
const NEW: Partial<WatchMachine> = { link: { name: "made", until: null }, played: false };

const QUEUED: Partial<WatchMachine> = { details: { title: null, viewers: 2, place: 1 } };

const NO_MEDIA: Partial<WatchMachine> = {
  details: { title: null, viewers: 1, place: null, media: { picture: "stalled", sound: "none" } },
};

const CASES: [string, Partial<WatchMachine>][] = [
  ["playing", {}],
  ["playing", { contact: "lost" }], // media outlives signaling
  ["playing", { stream: "paused" }],
  ["ended", { stream: "ended" }],
  ["playing", { ...NO_MEDIA, link: { name: "up", flowing: false, lastMediaAt: 0 }, played: false }],
  ["joining", { ...NO_MEDIA, ...NEW }],
  ["joining", NEW],
  ["stuck", { ...NEW, failures: 2 }],
  ["joining", { ...NEW, failures: 1 }],
  ["waiting", { ...NEW, failures: 2, stream: "waiting" }],
  ["reconnecting", BROKEN],
  ["reconnecting", { ...BROKEN, contact: "lost" }],
  ["paused", { ...BROKEN, stream: "paused" }],
  ["waiting", { ...NEW, stream: "waiting" }],
  ["connecting", { ...NEW, stream: null, contact: "connecting" }],
  ["unreachable", { ...NEW, contact: "lost" }],
  ["unreachable", { ...NEW, stream: null, contact: "lost" }],
  ["full", { ...NEW, stream: null, refusal: "stream-full" }],
  ["server-full", { ...NEW, stream: null, refusal: "server-full", contact: "lost" }],
  ["too-many", { ...NEW, stream: null, refusal: "too-many", contact: "lost" }],
  ["forbidden", { ...NEW, contact: "lost", outage: "forbidden" }],
  ["server-down", { ...BROKEN, contact: "lost", outage: "server-down" }],
  ["outdated", { ...NEW, contact: "lost", outage: "outdated" }],
  ["outdated", { ...BROKEN, contact: "lost", outage: "outdated" }],
  ["playing", { contact: "lost", outage: "outdated" }],
  ["playing", { contact: "lost", outage: "server-fault" }],
  ["queued", { ...NEW, ...QUEUED }],
  ["queued", { ...BROKEN, ...QUEUED }],
  ["queued", { ...NEW, ...QUEUED, stream: "paused" }],
  ["playing", QUEUED], // media matters more than the place in the queue
  ["unreachable", { ...NEW, ...QUEUED, contact: "lost" }],
  ["removed", { ...NEW, contact: "over", refusal: "removed" }],
  ["removed", { refusal: "removed" }],
  ["replaced", { ...NEW, contact: "replaced" }],
  ["refused", { ...NEW, contact: "over" }],
];

for (const [expected, facts] of CASES) {
  Deno.test(`watchState() of ${JSON.stringify(facts)} is ${expected}`, () => {
    assert.equal(watchState({ ...PLAYING, ...facts }), expected);
  });
}
