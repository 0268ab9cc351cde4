/** The quality settings that a person can choose, and the encodings that follow from them. Pure. */
import * as v from "valibot";
import { type CodecName, CODECS } from "./codecs.ts";
import { heightOf, type Size } from "./shape.ts";

/** One way to send a picture. A lower rung costs less bandwidth and less encoding. */
export interface Rung {
  /** The short side, in pixels. */
  readonly height: number;
  readonly frameRate: number;
  /** The maximum, in bits per second. */
  readonly bitrate: number;
}

export interface Preset {
  /** MediaStreamTrack Content Hints, 3. */
  readonly contentHint: "" | "motion" | "text";
  readonly degradationPreference: RTCDegradationPreference;
  /** The best first. The others are for viewers that join at the limit, and for low bandwidth. */
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
  // Text needs its full size, but few frames.
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

/** The offered limits for the whole upload, in bits per second. */
export const CAPS = [1, 2, 5, 10, 20, 50].map((megabits) => megabits * 1_000_000);
/** The highest number of viewers that a person can allow. */
export const MOST_PLACES = 1_000;

// Each field has its own fallback, so that a damaged or missing one does not affect the others.
const Quality = v.object({
  preset: v.fallback(v.picklist(PRESET_NAMES), "720p"),
  /** null: the codec that this machine encodes best. */
  codec: v.fallback(v.nullable(v.picklist(CODECS)), null),
  /** Bits per second for all viewers together; null: no limit. */
  cap: v.fallback(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(100_000))), null),
  /** The maximum number of viewers; null: as many as this machine is measured to serve. */
  places: v.fallback(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PLACES))),
    null,
  ),
});

export type Quality = Readonly<v.InferOutput<typeof Quality>>;

export const DEFAULT_QUALITY: Quality = { preset: "720p", codec: null, cap: null, places: null };

/** Parses stored settings. Whatever is invalid gets its default. */
export function parseQuality(text: string | null): Quality {
  if (text === null) return DEFAULT_QUALITY;
  try {
    const parsed = v.safeParse(Quality, JSON.parse(text));
    return parsed.success ? parsed.output : DEFAULT_QUALITY;
  } catch {
    return DEFAULT_QUALITY; // not JSON
  }
}

/** The upload of a viewer's sound, in bits per second: Opus at 32 kb/s, and the headers of its 50 packets per second. */
export const SOUND = 50_000;
/** The factor by which packet headers (RTP, SRTP, UDP, IP) increase the picture's bitrate. */
const HEADERS = 1.05;

/**
 * Shares the upload between the pictures with max-min fairness: what one picture does not need goes to the others.
 * @param cap the whole upload in bits per second; null: no limit
 * @param wanted the bits per second that each picture can use
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

/** The least upload for one more viewer, in bits per second. */
export function leastUpload({ rungs }: Preset): number {
  return SOUND + (rungs.at(-1) ?? rungs[0]).bitrate * HEADERS / 2;
}

/** The best rung for this bitrate. Below half of its maximum bitrate a rung looks worse than the next lower one. */
export function rungWithin({ rungs }: Preset, bitrate: number): number {
  const found = rungs.findIndex((rung) => bitrate >= rung.bitrate / 2);
  return found === -1 ? rungs.length - 1 : found;
}

/** The part of the cost that does not depend on the pixels: capturing, packetizing and sending frames and sound. */
const FIXED_COST = 0.3;

/** The cost of encoding a rung, where the best one costs 1. */
export function costOf({ rungs }: Preset, index: number): number {
  const pixels = ({ height, frameRate }: Rung) => height ** 2 * frameRate;
  const part = pixels(rungs[Math.min(index, rungs.length - 1)]) / pixels(rungs[0]);
  return FIXED_COST + (1 - FIXED_COST) * part;
}

export function frameRateOf({ rungs }: Preset, index: number): number {
  return rungs[Math.min(index, rungs.length - 1)].frameRate;
}

/** How to encode the picture for one viewer. */
export interface Encoding {
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly scaleResolutionDownBy: number;
  readonly degradationPreference: RTCDegradationPreference;
  /** In order of preference. */
  readonly codecs: readonly CodecName[];
}

/** @param source the size before scaling; null: unknown, so the preset's */
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
