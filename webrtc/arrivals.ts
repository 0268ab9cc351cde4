/** What arrives over a link, and what has stopped arriving. Pure. */

export type Kind = "audio" | "video";

/** How much has come of each kind, in bytes. */
export type Bytes = Readonly<Record<Kind, number>>;

/**
 * A kind that came and stopped for so long (in milliseconds) is missing. Even a still screen is sent once a second.
 */
const MISSING_AFTER = 3_000;

export interface Arrivals {
  readonly bytes: Bytes;
  /** When each kind came last; null: never. */
  readonly cameAt: Readonly<Record<Kind, number | null>>;
}

export const NOTHING_YET: Arrivals = {
  bytes: { audio: 0, video: 0 },
  cameAt: { audio: null, video: null },
};

/** The arrivals after another look. */
export function look(before: Arrivals, bytes: Bytes, now: number): Arrivals {
  const came = (kind: Kind) => bytes[kind] > before.bytes[kind] ? now : before.cameAt[kind];
  return { bytes, cameAt: { audio: came("audio"), video: came("video") } };
}

/** Whether anything came by the last look. */
export function hasArrived({ cameAt }: Arrivals, now: number): boolean {
  return cameAt.audio === now || cameAt.video === now;
}

/** The kind that has stopped while the other goes on. */
export function missingKind({ cameAt }: Arrivals, now: number): Kind | null {
  const isMissing = (kind: Kind) => cameAt[kind] !== null && now - cameAt[kind] > MISSING_AFTER;
  if (isMissing("video") && !isMissing("audio")) return "video";
  if (isMissing("audio") && !isMissing("video")) return "audio";
  return null;
}
