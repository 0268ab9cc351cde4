import assert from "node:assert/strict";
import { broadcastButton, broadcastWords, keyHelps } from "@/components/broadcast_words.ts";
import type { BroadcastProblem, BroadcastState } from "@/webrtc/states.ts";

const PROBLEMS: Record<BroadcastProblem, true> = {
  "permission-denied": true,
  "no-device": true,
  "device-in-use": true,
  "insecure-page": true,
  "no-webrtc": true,
  "server-full": true,
  "key-required": true,
  "unreachable": true,
  "unexpected": true,
};

const FAILURES: BroadcastState[] = Object.keys(PROBLEMS)
  .filter((name): name is BroadcastProblem => name in PROBLEMS)
  .map((problem) => ({ name: "failed", problem }));

const STATES: BroadcastState[] = [
  { name: "idle" },
  { name: "asking" },
  { name: "claiming" },
  { name: "resumable" },
  { name: "live", since: 0, reconnecting: false, missing: ["camera"] },
  { name: "live", since: 0, reconnecting: false, missing: [] },
  { name: "live", since: 0, reconnecting: true, missing: [] },
  { name: "taken", suggestion: "live-2" },
  { name: "replaced" },
  ...FAILURES,
];

Deno.test("every broadcast state has a title and says what to do", () => {
  for (const state of STATES) {
    const { title, detail } = broadcastWords(state);
    assert.match(title, /\S/, JSON.stringify(state));
    assert.match(detail, /\.$/, JSON.stringify(state));
  }
});

Deno.test("every failure has words of its own and can be tried again", () => {
  const titles = new Set(FAILURES.map((state) => broadcastWords(state).title));
  assert.equal(titles.size, FAILURES.length);
  for (const state of FAILURES) {
    assert.equal(broadcastWords(state).tone, "trouble");
    assert.equal(broadcastButton(state).label, "Try again");
  }
});

Deno.test("the main button follows the state", () => {
  const label = (state: BroadcastState) => broadcastButton(state).label;
  assert.equal(label({ name: "idle" }), "Start broadcasting");
  assert.equal(
    label({ name: "live", since: 0, reconnecting: false, missing: [] }),
    "Stop broadcasting",
  );
  assert.equal(
    label({ name: "live", since: 0, reconnecting: true, missing: [] }),
    "Stop broadcasting",
  );
  assert.equal(label({ name: "replaced" }), "Broadcast here instead");
  assert.equal(broadcastButton({ name: "asking" }).action, "wait");
  assert.equal(broadcastButton({ name: "claiming" }).action, "wait");
});

Deno.test("a key is asked for where it helps, and only there", () => {
  const helped = STATES.filter(keyHelps).map((state) =>
    state.name === "failed" ? state.problem : state.name
  );
  assert.deepEqual(helped, ["taken", "key-required"]);
});
