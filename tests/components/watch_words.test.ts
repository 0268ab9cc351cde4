import assert from "node:assert/strict";
import { crowdOf, watchWords } from "@/components/watch_words.ts";
import { PLAYER } from "@/i18n/player.ts";
import type { WatchState } from "@/webrtc/states.ts";

const isWatchState = (name: string): name is WatchState => name in PLAYER.en.states;
const STATES = Object.keys(PLAYER.en.states).filter(isWatchState);

Deno.test("every watch state has a title and says what happens in a sentence of its own", () => {
  for (const texts of Object.values(PLAYER)) {
    const words = STATES.map((state) => watchWords(state, texts));
    for (const { title, detail } of words) {
      assert.match(title, /\S/);
      assert.match(detail, /[.。]$/);
    }
    assert.equal(new Set(words.map(({ detail }) => detail)).size, STATES.length);
  }
});

Deno.test("who watches nothing waits, and who is out is not counted", () => {
  const crowds = STATES.map((state) => [state, crowdOf(state)] as const);
  const those = (crowd: "watching" | "waiting") =>
    crowds.filter(([, each]) => each === crowd).map(([state]) => state);
  assert.deepEqual(those("waiting"), ["waiting", "paused", "ended"]);
  for (const state of ["playing", "sound-only", "reconnecting", "stuck"] as const) {
    assert.ok(those("watching").includes(state), state);
  }
  for (const state of ["removed", "replaced", "refused", "no-webrtc"] as const) {
    assert.equal(crowdOf(state), null);
  }
});

Deno.test("the sentences that people are promised", () => {
  const title = (state: WatchState) => watchWords(state, PLAYER.en).title;
  assert.equal(title("waiting"), "Waiting for the broadcast to start");
  assert.equal(title("paused"), "The broadcaster lost connection");
  assert.equal(title("ended"), "The broadcast has ended");
});
