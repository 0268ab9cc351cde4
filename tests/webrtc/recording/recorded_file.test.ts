import assert from "node:assert/strict";
import { fileName } from "@/webrtc/recording/recorded_file.ts";

Deno.test("a file is named after its stream and its beginning, with the extension of its format", () => {
  const began = new Date(2026, 1, 3, 4, 5, 6).getTime();
  const named = (mimeType: string) => fileName({ stream: "厨房", began, mimeType });
  assert.equal(named("video/webm;codecs=vp8,opus"), "厨房 2026-02-03 04-05-06.webm");
  assert.equal(named("video/mp4"), "厨房 2026-02-03 04-05-06.mp4");
});
