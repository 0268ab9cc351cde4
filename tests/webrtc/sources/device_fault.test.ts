import assert from "node:assert/strict";
import {
  deviceFault,
  mayAskAlone,
  type Permission,
  screenFault,
} from "@/webrtc/sources/device_fault.ts";

const error = (name: string, message = "") => Object.assign(new Error(message), { name });
const DENIED = error("NotAllowedError", "Permission denied");
const BY_SYSTEM = error("NotAllowedError", "Permission denied by system");

const FAULTS: readonly [Error, Permission, string][] = [
  [error("NotFoundError"), "prompt", "missing"],
  [error("OverconstrainedError"), "granted", "missing"],
  [error("NotReadableError"), "granted", "busy"],
  [error("AbortError"), "granted", "busy"],
  [error("TypeError"), null, "busy"],
  [DENIED, "denied", "refused"],
  [error("SecurityError"), "denied", "refused"],
  [DENIED, "prompt", "dismissed"],
  [DENIED, null, "dismissed"],
  [BY_SYSTEM, "denied", "blocked"],
  [DENIED, "granted", "blocked"],
];

for (const [error, permission, fault] of FAULTS) {
  Deno.test(`deviceFault() of "${error.message}", ${error.name}, permission ${permission}: ${fault}`, () => {
    assert.equal(deviceFault(error, permission), fault);
  });
}

Deno.test("deviceFault() of a value that is no error is busy", () => {
  assert.equal(deviceFault("no", null), "busy");
});

Deno.test("mayAskAlone() is false for a device that the person has refused", () => {
  assert.equal(mayAskAlone(error("NotFoundError"), "prompt", "prompt"), true);
  assert.equal(mayAskAlone(error("NotReadableError"), null, null), true);
  assert.equal(mayAskAlone(DENIED, "prompt", "prompt"), false);
  assert.equal(mayAskAlone(DENIED, null, null), false);
  assert.equal(mayAskAlone(DENIED, "denied", "granted"), false);
  assert.equal(mayAskAlone(DENIED, "granted", "denied"), true);
  assert.equal(mayAskAlone(DENIED, "prompt", "denied"), true, "it was not requested before");
  assert.equal(mayAskAlone(BY_SYSTEM, "prompt", "prompt"), true);
  assert.equal(mayAskAlone(BY_SYSTEM, "denied", "prompt"), false);
});

Deno.test("screenFault() distinguishes a closed chooser from a policy that shows none", () => {
  const slowly = 2_000;
  assert.equal(screenFault(DENIED, slowly), null);
  assert.equal(screenFault(error("NotAllowedError", "Permission denied by user"), slowly), null);
  assert.equal(screenFault(DENIED, 5), "refused");
  const policy = error("NotAllowedError", "disallowed by permissions policy");
  assert.equal(screenFault(policy, slowly), "refused");
  assert.equal(screenFault(BY_SYSTEM, slowly), "blocked");
  assert.equal(screenFault(error("NotReadableError"), slowly), "busy");
});
