/** Which of the pictures that there are is sent. Pure. */

import type { Picture } from "./choices.ts";

/** What of a wish can be met: a source that ended, or never began, is stood in for by the other. */
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

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The corner takes this share of the picture's width, and keeps this share of it from the edges. */
const CORNER = { width: 0.22, margin: 0.02 } as const;

/** The most that is drawn: a larger screen costs every viewer's encoder more than it shows. */
const LARGEST = { width: 1920, height: 1080 } as const;

/** How large a screen is drawn: as it is, or smaller. Even numbers, as encoders want them. */
export function drawnSize({ width, height }: Size): Size {
  const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height);
  return { width: even(width * scale), height: even(height * scale) };
}

/** Where the camera is drawn over a screen: its lower right corner. */
export function cornerBox(picture: Size, camera: Size): Box {
  const margin = Math.round(picture.width * CORNER.margin);
  const room = {
    width: picture.width * CORNER.width,
    height: picture.height - 2 * margin,
  };
  const scale = Math.min(room.width / camera.width, room.height / camera.height);
  const width = Math.round(camera.width * scale);
  const height = Math.round(camera.height * scale);
  return { x: picture.width - margin - width, y: picture.height - margin - height, width, height };
}

function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}
