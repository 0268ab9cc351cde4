import assert from "node:assert/strict";
import { hasArrived, missingKind, NO_MEDIA_YET, observeFlow } from "@/webrtc/stats/media_flow.ts";

Deno.test("hasArrived() is whether media has arrived since the previous poll", () => {
  const first = observeFlow(NO_MEDIA_YET, { audio: 0, video: 0 }, 1_000);
  assert.equal(hasArrived(first, 1_000), false);
  const second = observeFlow(first, { audio: 0, video: 5 }, 1_250);
  assert.equal(hasArrived(second, 1_250), true);
  assert.equal(hasArrived(observeFlow(second, { audio: 0, video: 5 }, 1_500), 1_500), false);
});

Deno.test("missingKind() names the kind that has not arrived for over 3 s while the other does", () => {
  const both = observeFlow(NO_MEDIA_YET, { audio: 1, video: 1 }, 0);
  const sound = observeFlow(both, { audio: 2, video: 1 }, 3_000);
  assert.equal(missingKind(sound, 3_000), null);
  assert.equal(missingKind(observeFlow(sound, { audio: 3, video: 1 }, 3_001), 3_001), "video");
  assert.equal(missingKind(observeFlow(sound, { audio: 3, video: 2 }, 3_001), 3_001), null);
  assert.equal(missingKind(observeFlow(both, { audio: 1, video: 2 }, 4_000), 4_000), "audio");
});

Deno.test("missingKind() waits as long for a kind that never arrived, and names neither if both stopped", () => {
  const sound = observeFlow(NO_MEDIA_YET, { audio: 1, video: 0 }, 60_000);
  assert.equal(missingKind(sound, 60_000), null);
  assert.equal(missingKind(observeFlow(sound, { audio: 2, video: 0 }, 63_001), 63_001), "video");
  assert.equal(missingKind(NO_MEDIA_YET, 60_000), null);
  const both = observeFlow(NO_MEDIA_YET, { audio: 1, video: 1 }, 0);
  assert.equal(missingKind(observeFlow(both, { audio: 1, video: 1 }, 60_000), 60_000), null);
});
