import assert from "node:assert/strict";
import { captureProblem } from "@/webrtc/capture.ts";

const PROBLEMS = {
  NotAllowedError: "permission-denied",
  SecurityError: "permission-denied",
  NotFoundError: "no-device",
  OverconstrainedError: "no-device",
  NotReadableError: "device-in-use",
  AbortError: "device-in-use",
  TypeError: "unexpected",
};

for (const [name, problem] of Object.entries(PROBLEMS)) {
  Deno.test(`captureProblem() of ${name} is ${problem}`, () => {
    assert.equal(captureProblem(Object.assign(new Error(), { name })), problem);
  });
}
