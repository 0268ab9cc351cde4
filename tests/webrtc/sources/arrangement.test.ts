import assert from "node:assert/strict";
import fc from "fast-check";
import { arrange, cornerBox, drawnSize } from "@/webrtc/sources/arrangement.ts";
import { PICTURES } from "@/webrtc/sources/choices.ts";

const BOOLEANS = [true, false];

Deno.test("arrange() shows what is wished where it can, else what there is", () => {
  for (const wish of PICTURES) {
    for (const camera of BOOLEANS) {
      for (const screen of BOOLEANS) {
        const expected = camera && screen ? wish : camera ? "camera" : screen ? "screen" : null;
        assert.equal(arrange(wish, { camera, screen }), expected);
      }
    }
  }
});

const size = fc.record({
  width: fc.integer({ min: 16, max: 8_000 }),
  height: fc.integer({ min: 16, max: 8_000 }),
});

Deno.test("drawnSize() keeps the shape, is even, and no larger than the screen or full HD", () => {
  fc.assert(fc.property(size, (screen) => {
    const { width, height } = drawnSize(screen);
    assert.ok(width % 2 === 0 && height % 2 === 0 && width >= 2 && height >= 2);
    assert.ok(
      width <= Math.min(1920, screen.width + 1) && height <= Math.min(1080, screen.height + 1),
    );
    const scale = Math.min(1, 1920 / screen.width, 1080 / screen.height);
    assert.ok(Math.abs(width - screen.width * scale) <= 2);
    assert.ok(Math.abs(height - screen.height * scale) <= 2);
  }));
});

Deno.test("cornerBox() lies within the picture, keeps the camera's shape, and leaves most of the screen free", () => {
  fc.assert(fc.property(size, size, (screen, camera) => {
    const picture = drawnSize(screen);
    const box = cornerBox(picture, camera);
    assert.ok(box.x >= 0 && box.y >= 0);
    assert.ok(box.x + box.width <= picture.width && box.y + box.height <= picture.height);
    assert.ok(box.width <= picture.width * 0.22 + 1);
    const ratio = camera.width / camera.height;
    assert.ok(Math.abs(box.width - box.height * ratio) <= Math.max(1, ratio));
  }));
});
