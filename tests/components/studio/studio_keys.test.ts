import assert from "node:assert/strict";
import { commandOf } from "@/components/studio/studio_keys.ts";

const NONE = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

Deno.test("commandOf() knows three keys, with Caps Lock too, and none with a modifier", () => {
  const of = (key: string, more = {}) => commandOf({ ...NONE, key, ...more });
  assert.equal(of("m"), "mute");
  assert.equal(of("M"), "mute");
  assert.equal(of("v"), "picture");
  assert.equal(of(" "), "talk");
  for (const key of ["a", "Enter", "Escape", "mm", "", "Dead"]) assert.equal(of(key), null, key);
  for (const modifier of Object.keys(NONE)) {
    for (const key of ["m", " ", "v"]) assert.equal(of(key, { [modifier]: true }), null, modifier);
  }
});
