/** Derives what a viewer receives from two samples of its link's statistics. Pure. */
import type { Inbound, Kind, Path, StatsReport } from "./stats_report.ts";

/** A link's statistics at one time. */
export interface InboundSample {
  /** In milliseconds on a monotonic clock. */
  readonly at: number;
  readonly report: StatsReport;
}

/** null: the browser does not report it, or nothing arrived. */
export interface InboundStats {
  readonly at: number;
  /** In pixels. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Frames per second. */
  readonly frameRate: number | null;
  readonly codecs: Readonly<Record<Kind, string | null>>;
  /** Bits per second. */
  readonly bitrate: Readonly<Record<Kind, number | null>>;
  /** The share of lost packets, from 0 to 1. */
  readonly loss: number | null;
  /** In milliseconds. */
  readonly jitter: number | null;
  /** In milliseconds. */
  readonly roundTrip: number | null;
  /** The time that media spends in the jitter buffer, in milliseconds. */
  readonly buffer: number | null;
  /** The time on the network and in the jitter buffer, in milliseconds; without camera, encoder and screen. */
  readonly delay: number | null;
  readonly path: Path | null;
  /** The numbers of freezes and dropped frames so far. */
  readonly freezes: number | null;
  readonly dropped: number | null;
}

/** @param before an earlier sample of the same link */
export function inboundStats(before: InboundSample, now: InboundSample): InboundStats {
  const video = between(before, now, "video");
  const audio = between(before, now, "audio");
  const path = now.report.path() ?? null;
  const roundTrip = path?.roundTrip ?? null;
  const buffer = video.buffer ?? audio.buffer;
  const { last } = video;
  const { frameWidth: width, frameHeight: height } = last ?? {};
  return {
    at: now.at,
    size: width === undefined || height === undefined ? null : { width, height },
    frameRate: video.rate("framesDecoded"),
    codecs: { video: codec(now, video.last), audio: codec(now, audio.last) },
    bitrate: { video: bits(video), audio: bits(audio) },
    loss: loss([video, audio]),
    jitter: milliseconds(last?.jitter ?? audio.last?.jitter),
    roundTrip,
    buffer,
    delay: buffer === null || roundTrip === null ? null : buffer + roundTrip / 2,
    path,
    freezes: last?.freezeCount ?? null,
    dropped: last?.framesDropped ?? null,
  };
}

/** The counters of one kind of media. */
type Counter = {
  [Name in keyof Inbound]-?: Inbound[Name] extends number | undefined ? Name : never;
}[keyof Inbound];

interface Between {
  readonly last: Inbound | undefined;
  readonly buffer: number | null;
  /** The increase of a counter; null: the browser does not report it, or a new link has restarted it. */
  grown(counter: Counter): number | null;
  /** The increase per second. */
  rate(counter: Counter): number | null;
}

function between(before: InboundSample, now: InboundSample, kind: Kind): Between {
  const first = before.report.inbound(kind);
  const last = now.report.inbound(kind);
  const seconds = (now.at - before.at) / 1_000;
  const grown = (counter: Counter) => {
    const [from, to] = [first?.[counter], last?.[counter]];
    return from === undefined || to === undefined || to < from ? null : to - from;
  };
  const rate = (counter: Counter) => {
    const by = grown(counter);
    return by === null || seconds <= 0 ? null : by / seconds;
  };
  const waited = grown("jitterBufferDelay");
  const emitted = grown("jitterBufferEmittedCount");
  const buffer = waited === null || !emitted ? null : milliseconds(waited / emitted);
  return { last, buffer, grown, rate };
}

function bits({ rate }: Between): number | null {
  const bytes = rate("bytesReceived");
  return bytes === null ? null : bytes * 8;
}

/** `packetsLost` decreases when a packet comes late. Such a decrease counts as no loss. */
function loss(kinds: readonly Between[]): number | null {
  const sum = (counter: Counter) =>
    kinds.reduce((total, { grown }) => total + (grown(counter) ?? 0), 0);
  const lost = sum("packetsLost");
  const sent = lost + sum("packetsReceived");
  return sent === 0 ? null : lost / sent;
}

function codec({ report }: InboundSample, stream: Inbound | undefined): string | null {
  return report.codec(stream) ?? null;
}

function milliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : seconds * 1_000;
}
