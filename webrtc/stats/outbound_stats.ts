/** Derives what is sent to a viewer from two samples of its link's statistics. Pure. */
import { type Size, sizeOf } from "../encodings/shape.ts";
import type { Outbound, StatsReport } from "./stats_report.ts";

/** Why the encoder reduces the quality. */
export type Limitation = NonNullable<Outbound["qualityLimitationReason"]>;

/** Numbers from one report of a link. The report itself is too large to keep. Counters start with the link. */
export interface OutboundSample {
  /** In milliseconds on a monotonic clock. */
  readonly at: number;
  /** Picture and sound, with the headers of their packets. */
  readonly bytes: number;
  readonly frames: number | null;
  /** The time spent on encoding, in seconds. */
  readonly encodeTime: number | null;
  readonly size: Size | null;
  /** The picture before encoding: its size, and its frames per second. */
  readonly sourceSize: Size | null;
  readonly sourceFrameRate: number | null;
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
    sourceSize: sizeOf(source?.width, source?.height),
    sourceFrameRate: source?.framesPerSecond ?? null,
    limitation: video?.qualityLimitationReason ?? null,
    codec: report.codec(video) ?? null,
    loss: remote?.fractionLost ?? null,
    roundTrip: remote?.roundTripTime === undefined
      ? path?.roundTrip ?? null
      : remote.roundTripTime * 1_000,
    relayed: path?.relayed ?? null,
  };
}

/** null: the browser does not report it, or nothing was sent. */
export interface OutboundStats extends
  Pick<
    OutboundSample,
    "size" | "sourceFrameRate" | "limitation" | "codec" | "loss" | "roundTrip" | "relayed"
  > {
  /** Frames per second. */
  readonly frameRate: number | null;
  /** Bits per second. */
  readonly bitrate: number;
  /** Seconds of encoding per second. */
  readonly encoding: number | null;
}

/** @param before an earlier sample of the same link */
export function outboundStats(before: OutboundSample, now: OutboundSample): OutboundStats {
  const seconds = (now.at - before.at) / 1_000;
  const rate = (from: number | null, to: number | null) =>
    from === null || to === null || to < from || seconds <= 0 ? null : (to - from) / seconds;
  const { size, sourceFrameRate, limitation, codec, loss, roundTrip, relayed } = now;
  return {
    size,
    sourceFrameRate,
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

/** A viewer as the broadcaster sees it. */
export interface Watching {
  readonly peer: string;
  /** In the order of arrival, from 1. It does not change. */
  readonly number: number;
  /** null: not measured yet. */
  readonly sent: OutboundStats | null;
}

/** All viewers at one time. */
export interface Moment {
  readonly at: number;
  /** Bits per second in total. */
  readonly upload: number;
  /** The average over all viewers. */
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
