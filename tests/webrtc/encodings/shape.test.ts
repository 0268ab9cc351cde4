import assert from "node:assert/strict";
import fc from "fast-check";
import {
  constraintsFor,
  heightOf,
  screenSide,
  type Size,
  type Source,
} from "@/webrtc/encodings/shape.ts";

type Pair = readonly [number, number];

const size = ([width, height]: Pair): Size => ({ width, height });
const camera = (now: Pair | null, most: Pair | null): Source => ({
  size: now && size(now),
  most: most && size(most),
  isScreen: false,
});
const idealSize = (source: Source, height: number) => {
  const { width, height: tall } = constraintsFor(source, { height, frameRate: 30 });
  return [width, tall].map((side) => typeof side === "object" ? side.ideal : side);
};

const CAMERAS: readonly [string, now: Pair | null, most: Pair | null, height: number, Pair][] = [
  ["a webcam", [1280, 720], [1920, 1080], 720, [1280, 720]],
  ["a webcam, made small", [1280, 720], [1920, 1080], 360, [640, 360]],
  ["a webcam, made large", [1280, 720], [1920, 1080], 1080, [1920, 1080]],
  ["4 : 3", [640, 480], [1600, 1200], 720, [960, 720]],
  ["an upright device", [720, 1280], [720, 1280], 360, [360, 640]],
  ["an upright device, before its shape is known", null, [1080, 1920], 720, [720, 1280]],
  ["a phone that is held upright: its sensor is not", [720, 1280], [4032, 3024], 360, [640, 360]],
  ["the same, on its side", [1280, 720], [4032, 3024], 360, [640, 360]],
  ["a browser that tells no capabilities", [720, 1280], null, 360, [360, 640]],
  ["a browser that tells nothing", null, null, 720, [1280, 720]],
  ["a square", [1000, 1000], [1000, 1000], 720, [720, 720]],
  ["odd sizes", [358, 642], [358, 642], 360, [360, 646]],
  ["a strip", [3456, 400], [3456, 400], 720, [1728, 200]],
];

for (const [name, now, most, height, expected] of CAMERAS) {
  Deno.test(`constraintsFor() asks a camera for its own shape: ${name}`, () => {
    assert.deepEqual(idealSize(camera(now, most), height), expected);
  });
}

Deno.test("constraintsFor() does not let a camera be cropped, and prefers sizes of its own shape", () => {
  const { resizeMode, advanced } = constraintsFor(camera([1280, 720], [1920, 1080]), {
    height: 360,
    frameRate: 30,
  });
  assert.deepEqual(resizeMode, { exact: "none" });
  const ratio = advanced?.[0].aspectRatio;
  assert.ok(typeof ratio === "object" && Number(ratio.min) < 16 / 9 && Number(ratio.max) > 16 / 9);
});

const SCREENS: readonly [string, now: Pair | null, height: number, side: number][] = [
  ["usual", [1920, 1080], 720, 1280],
  ["upright", [1080, 1920], 720, 1280],
  ["ultra-wide", [3440, 1440], 720, 1720],
  ["two side by side", [3840, 1080], 720, 1728],
  ["a window, all but a square", [1000, 990], 720, 727],
  ["not known yet", null, 1080, 1920],
];

for (const [name, now, height, side] of SCREENS) {
  Deno.test(`constraintsFor() fits a screen in a square, however it is turned: ${name}`, () => {
    const source = { ...camera(now, null), isScreen: true };
    assert.equal(screenSide(source, height), side);
    assert.deepEqual(idealSize(source, height), [side, side]);
  });
}

Deno.test("a picture counts by its short side, turned or not, unless its long side is too long", () => {
  assert.equal(heightOf({ width: 720, height: 1280 }), 720);
  assert.equal(heightOf({ width: 3440, height: 1440 }), 1440);
  const side = fc.integer({ min: 2, max: 8_000 });
  fc.assert(fc.property(side, side, (width, height) => {
    const worth = heightOf({ width, height });
    assert.equal(worth, heightOf({ width: height, height: width }));
    assert.ok(worth >= Math.min(width, height) && worth * 2.4 >= Math.max(width, height) - 1e-6);
  }));
});
