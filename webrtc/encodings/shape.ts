/** How large a picture is asked for, and how it is scaled: always in its own shape, upright or not. Pure. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture's source, as far as the browser tells. */
export interface Source {
  /** What it gives now. */
  readonly size: Size | null;
  /** The most that its device gives, in the position in which that counts. (A phone's is that of its sensor.) */
  readonly most: Size | null;
  /** Of a screen, a window or a tab: it may take any shape at any time. */
  readonly isScreen: boolean;
}

/** What is wanted of one: the short side, so that 360p of an upright camera is 360 × 640. */
export interface Wanted {
  readonly height: number;
  readonly frameRate: number;
}

/** Where no shape is known. */
const USUAL = 16 / 9;
/** The long side, in short sides, at most: an ultra-wide screen's. What is longer is made smaller, as it costs as much to encode. */
const LONGEST = 2.4;

/** TypeScript's own type does not know `resizeMode` (Media Capture and Streams, 4.3.8.2). */
export interface VideoConstraints extends MediaTrackConstraints {
  readonly resizeMode?: ConstrainDOMString;
}

/** What is said of the source of a track. */
export function sourceOf(track: MediaStreamTrack): Source {
  const { width, height, displaySurface } = track.getSettings();
  const most = track.getCapabilities?.() ?? {};
  return {
    size: sizeOf(width, height),
    most: sizeOf(most.width?.max, most.height?.max),
    isScreen: displaySurface !== undefined,
  };
}

/** What a picture counts as, in pixels of a preset's height: its short side, unless it is all too long. */
export function heightOf({ width, height }: Size): number {
  return Math.max(Math.min(width, height), Math.max(width, height) / LONGEST);
}

/**
 * What to ask a source for. No shape but its own: a camera that is asked for another is cut to it (Media Capture and
 * Streams, `resizeMode`), and a screen is made smaller until it fits in.
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
    // One of the sizes that the camera has: nothing is cut, also when it is turned. The encoder scales.
    resizeMode: { exact: "none" },
    // Of these, one of the same shape if there is one: others show less of what is before the camera.
    advanced: [{ aspectRatio: { min: ratio * 0.98, max: ratio * 1.02 } }],
  };
}

/** The side of the square that a screen is made to fit in: so its short side is as wanted, also when it is turned. */
export function screenSide({ size }: Source, height: number): number {
  const { width: w, height: h } = size ?? { width: USUAL, height: 1 };
  return Math.round(height * Math.min(LONGEST, Math.max(w / h, h / w)));
}

/** Its own shape, at that height, in the position in which its device counts. */
function ownSize({ size, most }: Source, height: number): Size {
  const { width: w, height: h } = size ?? { width: USUAL, height: 1 };
  const scale = height / heightOf({ width: w, height: h });
  const [short, long] = [Math.min(w, h), Math.max(w, h)].map((side) => even(side * scale));
  const isUpright = most === null || most.width === most.height ? h > w : most.height > most.width;
  return isUpright ? { width: short, height: long } : { width: long, height: short };
}

export function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}

/** null: a browser does not tell, or there is no picture yet. */
export function sizeOf(width: number | undefined, height: number | undefined): Size | null {
  return width && height ? { width, height } : null;
}
