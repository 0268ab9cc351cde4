import assert from "node:assert/strict";
import fc from "fast-check";
import { arrange, cornerBox, drawnSize } from "@/webrtc/sources/arrangement.ts";
import { PICTURES } from "@/webrtc/sources/choices.ts";

const BOOLEANS = [true, false];

Deno.test("arrange() shows the wished picture if possible, else the one there is", () => {
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

Deno.test("drawnSize() keeps the shape, is even, and no larger than the screen or full HD, upright or not", () => {
  fc.assert(fc.property(size, (screen) => {
    const { width, height } = drawnSize(screen);
    assert.ok(width % 2 === 0 && height % 2 === 0 && width >= 2 && height >= 2);
    assert.ok(width <= screen.width + 1 && height <= screen.height + 1);
    assert.ok(Math.max(width, height) <= 1920 && Math.min(width, height) <= 1080);
    const [short, long] = [screen.width, screen.height].sort((a, b) => a - b);
    const scale = Math.min(1, 1920 / long, 1080 / short);
    assert.ok(Math.abs(width - screen.width * scale) <= 2);
    assert.ok(Math.abs(height - screen.height * scale) <= 2);
  }));
  assert.deepEqual(drawnSize({ width: 1440, height: 2560 }), { width: 1080, height: 1920 });
  assert.deepEqual(drawnSize({ width: 3440, height: 1440 }), { width: 1920, height: 804 });
});

Deno.test("cornerBox() lies within the picture, keeps the camera's shape, and leaves most of the screen free", () => {
  fc.assert(fc.property(size, size, (screen, camera) => {
    const picture = drawnSize(screen);
    const box = cornerBox(picture, camera);
    assert.ok(box.x >= 0 && box.y >= 0);
    assert.ok(box.x + box.width <= picture.width && box.y + box.height <= picture.height);
    const area = (box.width - 1) * (box.height - 1);
    assert.ok(area <= picture.width * picture.height * 0.05);
    const ratio = camera.width / camera.height;
    assert.ok(Math.abs(box.width - box.height * ratio) <= Math.max(1, ratio));
  }));
});

Deno.test("cornerBox() of a turned camera is the turned box", () => {
  const picture = { width: 1920, height: 1080 };
  const { width, height } = cornerBox(picture, { width: 1280, height: 720 });
  assert.deepEqual([width, height], [422, 238]);
  const turned = cornerBox(picture, { width: 720, height: 1280 });
  assert.deepEqual([turned.width, turned.height], [height, width]);
});
