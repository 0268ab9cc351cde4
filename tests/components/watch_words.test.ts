import assert from "node:assert/strict";
import { watchWords } from "@/components/watch_words.ts";
import type { Tone } from "@/components/words.ts";
import type { WatchState } from "@/webrtc/states.ts";

const TONES: Record<WatchState, Tone> = {
  connecting: "busy",
  waiting: "calm",
  joining: "busy",
  playing: "live",
  "sound-only": "warning",
  "picture-only": "warning",
  reconnecting: "busy",
  paused: "calm",
  ended: "calm",
  full: "trouble",
  unreachable: "trouble",
  "no-webrtc": "trouble",
  replaced: "trouble",
  refused: "trouble",
};

const STATES = Object.keys(TONES).filter((name): name is WatchState => name in TONES);

Deno.test("every watch state has words of its own, in its tone", () => {
  for (const state of STATES) {
    const { title, detail, tone } = watchWords(state);
    assert.match(title, /\S/, state);
    assert.match(detail, /\.$/, state);
    assert.equal(tone, TONES[state], state);
  }
  assert.equal(new Set(STATES.map((state) => watchWords(state).detail)).size, STATES.length);
});

Deno.test("the sentences that people are promised", () => {
  assert.equal(watchWords("waiting").title, "Waiting for the broadcast to start");
  assert.equal(watchWords("paused").title, "The broadcaster is away");
  assert.equal(watchWords("ended").title, "The broadcast has ended");
});
