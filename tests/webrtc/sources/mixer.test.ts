import assert from "node:assert/strict";
import { loudnessOf } from "@/webrtc/sources/mixer.ts";

const tone = (amplitude: number) =>
  Float32Array.from({ length: 2_048 }, (_, i) => amplitude * Math.sin(i / 7));

Deno.test("loudnessOf() is 0 for silence, near 1 for the loudest, and half way at -30 dB", () => {
  assert.equal(loudnessOf(tone(0)), 0);
  assert.equal(loudnessOf(tone(0.0005)), 0);
  assert.ok(loudnessOf(tone(1)) > 0.94);
  const thirtyDecibels = Math.SQRT2 * 10 ** (-30 / 20);
  assert.ok(Math.abs(loudnessOf(tone(thirtyDecibels)) - 0.5) < 0.01);
});
