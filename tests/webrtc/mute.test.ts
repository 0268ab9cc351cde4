import assert from "node:assert/strict";
import { Mute } from "@/webrtc/mute.ts";

Deno.test("a mute outlives its tracks, and is on a track before anyone hears it", () => {
  const mute = new Mute();
  mute.setMuted(true); // before there is any
  const first = { enabled: true };
  mute.adopt(first);
  assert.equal(first.enabled, false);
  mute.setMuted(false);
  assert.equal(first.enabled, true);
  mute.setMuted(true);
  const second = { enabled: true };
  mute.adopt(second);
  assert.deepEqual([first.enabled, second.enabled, mute.muted.peek()], [false, false, true]);
  mute.setMuted(false);
  assert.deepEqual([first.enabled, second.enabled], [false, true], "the old one is nobody's now");
});
