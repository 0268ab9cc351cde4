/** How good a picture is sent: what a person may choose, and what that is in numbers. Pure. */
import * as v from "valibot";
import { type CodecName, CODECS } from "./codecs.ts";
import { heightOf, type Size } from "./shape.ts";

/** One way to send a picture; a lower one costs less bandwidth and less encoding. */
export interface Rung {
  /** The short side, in pixels. */
  readonly height: number;
  readonly frameRate: number;
  /** Bits a second at most. */
  readonly bitrate: number;
}

export interface Preset {
  /** What the encoder is to favour (MediaStreamTrack Content Hints, 3). */
  readonly contentHint: "" | "motion" | "text";
  /** What gives way when it gets tight. */
  readonly degradationPreference: RTCDegradationPreference;
  /** The best first; the rest is for who joins at the limit, and for little bandwidth. */
  readonly rungs: readonly [Rung, ...Rung[]];
}

export const PRESET_NAMES = ["360p", "720p", "1080p", "text", "motion"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const rung = (height: number, frameRate: number, kilobits: number): Rung => ({
  height,
  frameRate,
  bitrate: kilobits * 1_000,
});
const R1080 = rung(1080, 30, 4_500);
const R720 = rung(720, 30, 2_500);
const R480 = rung(480, 30, 1_200);
const R360 = rung(360, 30, 800);
const R240 = rung(240, 30, 400);
const R180 = rung(180, 15, 150);

const camera = { contentHint: "", degradationPreference: "balanced" } as const;

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  "360p": { ...camera, rungs: [R360, R240, R180] },
  "720p": { ...camera, rungs: [R720, R480, R360, R240, R180] },
  "1080p": { ...camera, rungs: [R1080, R720, R480, R360, R240, R180] },
  // Letters are read at their full size; frames can be spared.
  text: {
    contentHint: "text",
    degradationPreference: "maintain-resolution",
    rungs: [rung(1080, 15, 2_500), rung(1080, 8, 1_500), rung(1080, 5, 800), rung(720, 5, 400)],
  },
  motion: {
    contentHint: "motion",
    degradationPreference: "maintain-framerate",
    rungs: [rung(720, 60, 4_000), rung(480, 60, 2_000), rung(360, 60, 1_200), R240, R180],
  },
};

/** What the whole upload may be, in bits a second, as it is offered. */
export const CAPS = [1, 2, 5, 10, 20, 50].map((megabits) => megabits * 1_000_000);
/** How many viewers a person may let in by hand. */
export const MOST_PLACES = 1_000;

// Each on its own: one that is damaged takes none of the others with it. Absent ones too (`undefined` falls back).
const Quality = v.object({
  preset: v.fallback(v.picklist(PRESET_NAMES), "720p"),
  /** null: the one that this machine encodes best. */
  codec: v.fallback(v.nullable(v.picklist(CODECS)), null),
  /** Bits a second for all viewers together; null: no limit. */
  cap: v.fallback(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(100_000))), null),
  /** How many may watch; null: as many as this machine is measured to carry. */
  places: v.fallback(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PLACES))),
    null,
  ),
});

export type Quality = Readonly<v.InferOutput<typeof Quality>>;

export const DEFAULT_QUALITY: Quality = { preset: "720p", codec: null, cap: null, places: null };

/** What was kept, as far as it can be read. */
export function parseQuality(text: string | null): Quality {
  if (text === null) return DEFAULT_QUALITY;
  try {
    const parsed = v.safeParse(Quality, JSON.parse(text));
    return parsed.success ? parsed.output : DEFAULT_QUALITY;
  } catch {
    return DEFAULT_QUALITY; // not JSON
  }
}

/** What a viewer costs besides its picture, in bits a second: Opus at 32 kb/s, and the headers of its 50 packets a second. */
export const SOUND = 50_000;
/** What the headers of the picture's packets (RTP, SRTP, UDP, IP) add to it. */
const HEADERS = 1.05;

/**
 * What each picture may take of the whole upload, fairly: nobody gets less so that somebody else gets more, and what
 * one does not want goes to the others (max-min fairness).
 * @param cap bits a second for everything; null: as much as is wanted
 * @param wanted bits a second that each picture can use
 */
export function share(cap: number | null, wanted: readonly number[]): number[] {
  if (cap === null) return [...wanted];
  let rest = Math.max(0, cap - wanted.length * SOUND) / HEADERS;
  let left = wanted.length;
  const shares = wanted.map(() => 0);
  const modestFirst = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  for (const index of modestFirst) {
    shares[index] = Math.min(wanted[index], rest / left--);
    rest -= shares[index];
  }
  return shares;
}

/** What one more viewer needs of the upload at least, in bits a second. */
export function leastUpload({ rungs }: Preset): number {
  return SOUND + (rungs.at(-1) ?? rungs[0]).bitrate * HEADERS / 2;
}

/** The best rung that so many bits a second can carry: with less than half of what it may take it looks worse than a lower one. */
export function rungWithin({ rungs }: Preset, bitrate: number): number {
  const found = rungs.findIndex((rung) => bitrate >= rung.bitrate / 2);
  return found === -1 ? rungs.length - 1 : found;
}

/** What every encoder costs, however few its pixels: its frames are taken, packed and sent, and so is the sound. */
const EACH = 0.3;

/** What a rung costs to encode, where the best one costs 1: by its pixels, above what every one costs. */
export function costOf({ rungs }: Preset, index: number): number {
  const pixels = ({ height, frameRate }: Rung) => height ** 2 * frameRate;
  const part = pixels(rungs[Math.min(index, rungs.length - 1)]) / pixels(rungs[0]);
  return EACH + (1 - EACH) * part;
}

export function frameRateOf({ rungs }: Preset, index: number): number {
  return rungs[Math.min(index, rungs.length - 1)].frameRate;
}

/** How a picture is to be encoded for one viewer. */
export interface Encoding {
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly scaleResolutionDownBy: number;
  readonly degradationPreference: RTCDegradationPreference;
  /** In the order of preference. */
  readonly codecs: readonly CodecName[];
}

/** @param source the picture before it is scaled, in pixels; null: not known, so as in the preset */
export function encodingFor(
  preset: Preset,
  index: number,
  bitrate: number,
  source: Size | null,
  codecs: readonly CodecName[],
): Encoding {
  const { rungs, degradationPreference } = preset;
  const { height, frameRate } = rungs[Math.min(index, rungs.length - 1)];
  return {
    maxBitrate: Math.round(bitrate),
    maxFramerate: frameRate,
    scaleResolutionDownBy: Math.max(
      1,
      (source === null ? rungs[0].height : heightOf(source)) / height,
    ),
    degradationPreference,
    codecs,
  };
}
