import assert from "node:assert/strict";
import { CHECK_POINTS, type CheckReport, firstProblem } from "@/webrtc/check/check_report.ts";

const FINE: CheckReport["findings"] = {
  secure: "fine",
  webrtc: "fine",
  camera: "fine",
  microphone: "fine",
  server: "fine",
  media: "fine",
};

const of = (findings: Partial<CheckReport["findings"]>) =>
  firstProblem({ findings: { ...FINE, ...findings }, paths: [] });

Deno.test("firstProblem() is the problem to solve first; unknown is none", () => {
  assert.equal(of({}), null);
  for (const point of CHECK_POINTS) assert.equal(of({ [point]: "unknown" }), null, point);
  assert.equal(of({ secure: "insecure-page", server: "unreachable" }), "insecure-page");
  assert.equal(of({ webrtc: "no-webrtc", camera: "no-camera" }), "no-webrtc");
  assert.equal(of({ server: "no-socket", media: "no-media" }), "no-socket");
});

Deno.test("firstProblem() names the microphone last, because a broadcast works without", () => {
  for (const problem of ["no-microphone", "microphone-denied"] as const) {
    assert.equal(of({ microphone: problem }), problem);
    assert.equal(of({ microphone: problem, media: "no-media" }), "no-media");
  }
});
