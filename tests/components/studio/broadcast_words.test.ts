import assert from "node:assert/strict";
import { broadcastButton, broadcastWords, keyHelps } from "@/components/studio/broadcast_words.ts";
import { STUDIO } from "@/i18n/studio.ts";
import type { BroadcastProblem, BroadcastState, Device } from "@/webrtc/states.ts";

const PROBLEMS: Record<BroadcastProblem, true> = {
  "permission-denied": true,
  "no-device": true,
  "device-in-use": true,
  "insecure-page": true,
  "no-webrtc": true,
  "server-full": true,
  "key-required": true,
  "unreachable": true,
  "forbidden": true,
  "server-fault": true,
  "server-down": true,
  "no-socket": true,
  "store-failed": true,
  "unexpected": true,
};

const FAILURES: BroadcastState[] = Object.keys(PROBLEMS)
  .filter((name): name is BroadcastProblem => name in PROBLEMS)
  .map((problem) => ({ name: "failed", problem }));

const WELL = { reconnecting: false, isolated: false };

const STATES: BroadcastState[] = [
  { name: "idle" },
  { name: "asking" },
  { name: "claiming" },
  { name: "resumable" },
  { name: "ended", lasted: 754_000, most: 3 },
  { name: "live", since: 0, missing: ["camera"], ...WELL },
  { name: "live", since: 0, missing: [], ...WELL },
  { name: "live", since: 0, missing: [], ...WELL, reconnecting: true },
  { name: "live", since: 0, missing: [], ...WELL, isolated: true },
  { name: "taken", suggestion: "live-2" },
  { name: "replaced" },
  ...FAILURES,
];

Deno.test("every broadcast state has a title and says what to do in a sentence of its own", () => {
  for (const texts of Object.values(STUDIO)) {
    const words = STATES.map((state) => broadcastWords(state, texts));
    for (const { title, detail } of words) {
      assert.match(title, /\S/);
      assert.match(detail, /[.。]$/);
    }
    assert.equal(new Set(words.map(({ detail }) => detail)).size, STATES.length);
  }
});

Deno.test("every failure has a title of its own, and can be tried again where that may help", () => {
  for (const texts of Object.values(STUDIO)) {
    const titles = new Set(FAILURES.map((state) => broadcastWords(state, texts).title));
    assert.equal(titles.size, FAILURES.length);
    for (const state of FAILURES) {
      assert.equal(broadcastWords(state, texts).tone, "trouble");
      const isHopeless = state.name === "failed" &&
        ["no-webrtc", "insecure-page"].includes(state.problem);
      const { label, action } = broadcastButton(state, texts);
      assert.equal(label, texts.buttons[isHopeless ? "start" : "again"]);
      assert.equal(action === "wait", isHopeless);
    }
  }
});

Deno.test("what is gone of a broadcast is said, above all else", () => {
  const detail = (missing: Device[]) =>
    broadcastWords(
      { name: "live", since: 0, missing, ...WELL, reconnecting: true },
      STUDIO.en,
    ).detail;
  assert.match(detail(["camera"]), /^Camera disconnected.* Sound continues\.$/);
  assert.match(detail(["microphone"]), /^Microphone disconnected.* The picture continues\.$/);
  assert.match(detail(["camera", "microphone"]), /^Camera and microphone disconnected[^.]*\.$/);
  assert.match(detail([]), /^Reconnecting/);
});

Deno.test("the main button follows the state", () => {
  const button = (state: BroadcastState) => broadcastButton(state, STUDIO.en);
  const label = (state: BroadcastState) => button(state).label;
  assert.equal(label({ name: "idle" }), STUDIO.en.buttons.start);
  assert.equal(
    label({ name: "live", since: 0, missing: [], ...WELL }),
    STUDIO.en.buttons.stop,
  );
  assert.equal(
    label({ name: "live", since: 0, missing: [], ...WELL, isolated: true }),
    STUDIO.en.buttons.stop,
  );
  assert.equal(label({ name: "replaced" }), STUDIO.en.buttons.here);
  assert.equal(button({ name: "asking" }).action, "wait");
  assert.equal(button({ name: "claiming" }).action, "wait");
});

Deno.test("a key is asked for where it helps, and only there", () => {
  const helped = STATES.filter(keyHelps).map((state) =>
    state.name === "failed" ? state.problem : state.name
  );
  assert.deepEqual(helped, ["taken", "key-required"]);
});

Deno.test("after a broadcast: how long it was, and how many watched at most", () => {
  const ended = { name: "ended", lasted: 754_000, most: 3 } as const;
  const { detail, tone } = broadcastWords(ended, STUDIO.en);
  assert.match(detail, /12:34.*3/);
  assert.equal(tone, "calm");
  assert.equal(broadcastButton(ended, STUDIO.en).action, "start");
  assert.equal(broadcastWords(ended, STUDIO.en, true).tone, "preview");
});
