/** The constraints for a picture, and its scaling. A picture always keeps its own shape, upright or not. Pure. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The source of a picture, as far as the browser tells. */
export interface Source {
  /** Its present size. */
  readonly size: Size | null;
  /** The device's largest size, in the device's own orientation. (A phone's is that of its sensor.) */
  readonly most: Size | null;
  /** Whether it is a screen, a window or a tab. It may change its shape at any time. */
  readonly isScreen: boolean;
}

/** `height` is the short side, so that 360p of an upright camera is 360 × 640. */
export interface Wanted {
  readonly height: number;
  readonly frameRate: number;
}

/** The aspect ratio to assume if it is unknown. */
const DEFAULT_RATIO = 16 / 9;
/** The largest aspect ratio at full height, that of an ultra-wide screen. Longer pictures are scaled down to the same cost. */
const MAX_RATIO = 2.4;

/** TypeScript's type lacks `resizeMode` (Media Capture and Streams, 4.3.8.2). */
export interface VideoConstraints extends MediaTrackConstraints {
  readonly resizeMode?: ConstrainDOMString;
}

/** The source of a track. */
export function sourceOf(track: MediaStreamTrack): Source {
  const { width, height, displaySurface } = track.getSettings();
  const most = track.getCapabilities?.() ?? {};
  return {
    size: sizeOf(width, height),
    most: sizeOf(most.width?.max, most.height?.max),
    isScreen: displaySurface !== undefined,
  };
}

/** The preset height that a picture corresponds to, in pixels: its short side, unless its aspect ratio is above the maximum. */
export function heightOf({ width, height }: Size): number {
  return Math.max(Math.min(width, height), Math.max(width, height) / MAX_RATIO);
}

/**
 * The constraints for a source. They keep its shape, because browsers crop a camera to another shape (Media Capture and
 * Streams, `resizeMode`), and shrink a screen to fit in.
 */
export function constraintsFor(source: Source, { height, frameRate }: Wanted): VideoConstraints {
  const rate = { frameRate: { ideal: frameRate } };
  if (source.isScreen) {
    const side = { ideal: screenSide(source, height) };
    return { ...rate, width: side, height: side };
  }
  const { width: w, height: h } = ownSize(source, height);
  const ratio = w / h;
  return {
    ...rate,
    width: { ideal: w },
    height: { ideal: h },
    // A native size of the camera, so that nothing is cropped, even when it is turned. The encoder scales.
    resizeMode: { exact: "none" },
    // Prefer native sizes of the same shape, because others show less of the scene.
    advanced: [{ aspectRatio: { min: ratio * 0.98, max: ratio * 1.02 } }],
  };
}

/** The side of the square to fit a screen in, so that its short side is as wanted, even when it is turned. */
export function screenSide({ size }: Source, height: number): number {
  const { width: w, height: h } = size ?? { width: DEFAULT_RATIO, height: 1 };
  return Math.round(height * Math.min(MAX_RATIO, Math.max(w / h, h / w)));
}

/** The size of this height in the source's own shape and its device's orientation. */
function ownSize({ size, most }: Source, height: number): Size {
  const { width: w, height: h } = size ?? { width: DEFAULT_RATIO, height: 1 };
  const scale = height / heightOf({ width: w, height: h });
  const [short, long] = [Math.min(w, h), Math.max(w, h)].map((side) => even(side * scale));
  const isUpright = most === null || most.width === most.height ? h > w : most.height > most.width;
  return isUpright ? { width: short, height: long } : { width: long, height: short };
}

export function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}

/** null: the browser does not tell, or there is no picture yet. */
export function sizeOf(width: number | undefined, height: number | undefined): Size | null {
  return width && height ? { width, height } : null;
}
