import assert from "node:assert/strict";
import { mediaOf } from "@/webrtc/sources/sent_media.ts";

const ON = { level: 1, muted: false };
const OFF = { level: 1, muted: true };

Deno.test("mediaOf() distinguishes a hidden picture, one that gives no frames, and none", () => {
  const picture = (picture: "present" | "absent" | "none", isPictureOff: boolean) =>
    mediaOf({ picture, isPictureOff, sounds: [ON] }).picture;
  assert.equal(picture("present", false), "shown");
  assert.equal(picture("absent", false), "stalled");
  assert.equal(picture("none", false), "none");
  assert.equal(picture("present", true), "hidden");
  assert.equal(picture("absent", true), "hidden");
  assert.equal(picture("none", true), "none", "there is nothing to hide");
});

Deno.test("mediaOf() is muted if all sounds are", () => {
  const sound = (...sounds: { level: number; muted: boolean }[]) =>
    mediaOf({ picture: "present", isPictureOff: false, sounds }).sound;
  assert.equal(sound(ON), "on");
  assert.equal(sound(OFF, ON), "on");
  assert.equal(sound(OFF, { level: 0, muted: false }), "muted");
  assert.equal(sound(), "none");
});
