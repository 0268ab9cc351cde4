/** What is sent to one viewer: what two looks at its link say of the time between them. Pure. */
import { type Size, sizeOf } from "../encodings/shape.ts";
import type { Outbound, StatsReport } from "./stats_report.ts";

/** Why the picture is worse than it may be. */
export type Limitation = NonNullable<Outbound["qualityLimitationReason"]>;

/** The numbers of one look at a link; the browser's report itself is large, and not kept. Counters count from the link's start. */
export interface OutboundSample {
  /** When, in milliseconds on a clock that does not go back. */
  readonly at: number;
  /** Picture and sound, with the headers of their packets. */
  readonly bytes: number;
  readonly frames: number | null;
  /** Seconds that were spent on encoding. */
  readonly encodeTime: number | null;
  readonly size: Size | null;
  /** What comes to be encoded: how large it is, and its frames a second. */
  readonly given: Size | null;
  readonly source: number | null;
  readonly limitation: Limitation | null;
  readonly codec: string | null;
  readonly loss: number | null;
  readonly roundTrip: number | null;
  readonly relayed: boolean | null;
}

export function outboundSample(at: number, report: StatsReport): OutboundSample {
  const video = report.outbound("video");
  const streams = [video, report.outbound("audio")];
  const source = report.videoSource();
  const remote = report.remoteInbound("video") ?? report.remoteInbound("audio");
  const path = report.path();
  return {
    at,
    bytes: streams.reduce(
      (sum, stream) => sum + (stream?.bytesSent ?? 0) + (stream?.headerBytesSent ?? 0),
      0,
    ),
    frames: video?.framesEncoded ?? null,
    encodeTime: video?.totalEncodeTime ?? null,
    size: sizeOf(video?.frameWidth, video?.frameHeight),
    given: sizeOf(source?.width, source?.height),
    source: source?.framesPerSecond ?? null,
    limitation: video?.qualityLimitationReason ?? null,
    codec: report.codec(video) ?? null,
    loss: remote?.fractionLost ?? null,
    roundTrip: remote?.roundTripTime === undefined
      ? path?.roundTrip ?? null
      : remote.roundTripTime * 1_000,
    relayed: path?.relayed ?? null,
  };
}

/** null: the browser does not tell, or nothing was sent. */
export interface OutboundStats extends
  Pick<
    OutboundSample,
    "size" | "source" | "limitation" | "codec" | "loss" | "roundTrip" | "relayed"
  > {
  /** Frames a second. */
  readonly frameRate: number | null;
  /** Bits a second. */
  readonly bitrate: number;
  /** Seconds of encoding a second. */
  readonly encoding: number | null;
}

/** @param before an earlier look at the same link */
export function outboundStats(before: OutboundSample, now: OutboundSample): OutboundStats {
  const seconds = (now.at - before.at) / 1_000;
  const rate = (from: number | null, to: number | null) =>
    from === null || to === null || to < from || seconds <= 0 ? null : (to - from) / seconds;
  const { size, source, limitation, codec, loss, roundTrip, relayed } = now;
  return {
    size,
    source,
    limitation,
    codec,
    loss,
    roundTrip,
    relayed,
    frameRate: rate(before.frames, now.frames),
    bitrate: (rate(before.bytes, now.bytes) ?? 0) * 8,
    encoding: rate(before.encodeTime, now.encodeTime),
  };
}

/** A viewer, as the broadcaster sees it. */
export interface Watching {
  readonly peer: string;
  /** In the order of arrival, from 1. Its own for as long as it is here. */
  readonly number: number;
  /** null: not measured yet. */
  readonly sent: OutboundStats | null;
}

/** All viewers at one moment. */
export interface Moment {
  readonly at: number;
  /** Bits a second, in all. */
  readonly upload: number;
  /** On average over those who watch. */
  readonly loss: number | null;
  readonly roundTrip: number | null;
}

export function moment(at: number, audience: readonly Watching[]): Moment {
  const all = audience.map(({ sent }) => sent).filter((sent) => sent !== null);
  return {
    at,
    upload: all.reduce((sum, { bitrate }) => sum + bitrate, 0),
    loss: mean(all.map(({ loss }) => loss)),
    roundTrip: mean(all.map(({ roundTrip }) => roundTrip)),
  };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
