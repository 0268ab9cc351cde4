/** Which picture to send, and how to draw the camera over the screen. Pure. */

import { even, type Size } from "../encodings/shape.ts";
import type { Picture } from "./choices.ts";

/** The wished picture if its sources exist, else the other source's. */
export function arrange(
  wish: Picture,
  has: { readonly camera: boolean; readonly screen: boolean },
): Picture | null {
  if (has.camera && has.screen) return wish;
  if (has.screen) return "screen";
  return has.camera ? "camera" : null;
}

/** A rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The camera's size and margin, as parts of the side of a square with the picture's area. */
const CORNER = { side: 0.22, margin: 0.025 } as const;

/** In pixels. A larger screen costs every viewer's encoder more than it shows. */
const LARGEST = { long: 1920, short: 1080 } as const;

/** The size to draw a screen at: its own or smaller. Even numbers, because encoders need them. */
export function drawnSize({ width, height }: Size): Size {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const scale = Math.min(1, LARGEST.long / long, LARGEST.short / short);
  return { width: even(width * scale), height: even(height * scale) };
}

/** Where to draw the camera: in the screen's lower right corner, with the same area whether upright or not. */
export function cornerBox(picture: Size, camera: Size): Box {
  const side = Math.sqrt(picture.width * picture.height);
  const margin = Math.round(side * CORNER.margin);
  const scale = Math.min(
    side * CORNER.side / Math.sqrt(camera.width * camera.height),
    Math.max(1, picture.width - 2 * margin) / camera.width,
    Math.max(1, picture.height - 2 * margin) / camera.height,
  );
  const width = Math.round(camera.width * scale);
  const height = Math.round(camera.height * scale);
  return { x: picture.width - margin - width, y: picture.height - margin - height, width, height };
}
