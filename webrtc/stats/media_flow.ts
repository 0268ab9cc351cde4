/** What arrives over a link, and what has stopped arriving. Pure. */

export type Kind = "audio" | "video";

/** How much has come of each kind, in bytes. */
export type Bytes = Readonly<Record<Kind, number>>;

/**
 * A kind that has not come for so long (in milliseconds) is missing. Even a still screen is sent once a second.
 */
const MISSING_AFTER = 3_000;

export interface MediaFlow {
  readonly bytes: Bytes;
  /** When each kind came last; null: never. */
  readonly cameAt: Readonly<Record<Kind, number | null>>;
  /** When anything came first; null: nothing has. */
  readonly since: number | null;
}

export const NO_MEDIA_YET: MediaFlow = {
  bytes: { audio: 0, video: 0 },
  cameAt: { audio: null, video: null },
  since: null,
};

/** The arrivals after another look. */
export function observeFlow(before: MediaFlow, bytes: Bytes, now: number): MediaFlow {
  const came = (kind: Kind) => bytes[kind] > before.bytes[kind] ? now : before.cameAt[kind];
  const cameAt = { audio: came("audio"), video: came("video") };
  return { bytes, cameAt, since: before.since ?? cameAt.audio ?? cameAt.video };
}

/** Whether anything came by the last look. */
export function hasArrived({ cameAt }: MediaFlow, now: number): boolean {
  return cameAt.audio === now || cameAt.video === now;
}

/** The kind that has stopped, or has never come, while the other goes on. */
export function missingKind({ cameAt, since }: MediaFlow, now: number): Kind | null {
  if (since === null) return null;
  const isMissing = (kind: Kind) => now - (cameAt[kind] ?? since) > MISSING_AFTER;
  if (isMissing("video") && !isMissing("audio")) return "video";
  if (isMissing("audio") && !isMissing("video")) return "audio";
  return null;
}
