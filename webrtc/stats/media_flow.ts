/** Tracks which kinds of media arrive over a link. Pure. */

export type Kind = "audio" | "video";

/** The bytes received of each kind. */
export type Bytes = Readonly<Record<Kind, number>>;

/** A kind is missing after this time without any of it, in milliseconds. Even a still screen is sent once a second. */
const MISSING_AFTER = 3_000;

export interface MediaFlow {
  readonly bytes: Bytes;
  /** When each kind last arrived; null: never. */
  readonly arrivedAt: Readonly<Record<Kind, number | null>>;
  /** When any media first arrived; null: none has. */
  readonly since: number | null;
}

export const NO_MEDIA_YET: MediaFlow = {
  bytes: { audio: 0, video: 0 },
  arrivedAt: { audio: null, video: null },
  since: null,
};

/** The flow after another poll. */
export function observeFlow(before: MediaFlow, bytes: Bytes, now: number): MediaFlow {
  const lastArrival = (kind: Kind) =>
    bytes[kind] > before.bytes[kind] ? now : before.arrivedAt[kind];
  const arrivedAt = { audio: lastArrival("audio"), video: lastArrival("video") };
  return { bytes, arrivedAt, since: before.since ?? arrivedAt.audio ?? arrivedAt.video };
}

/** Whether the poll at `now` found new media. */
export function hasArrived({ arrivedAt }: MediaFlow, now: number): boolean {
  return arrivedAt.audio === now || arrivedAt.video === now;
}

/** The kind that does not arrive while the other does. */
export function missingKind({ arrivedAt, since }: MediaFlow, now: number): Kind | null {
  if (since === null) return null;
  const isMissing = (kind: Kind) => now - (arrivedAt[kind] ?? since) > MISSING_AFTER;
  if (isMissing("video") && !isMissing("audio")) return "video";
  if (isMissing("audio") && !isMissing("video")) return "audio";
  return null;
}
