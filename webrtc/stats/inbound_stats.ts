/** What two looks at a link's statistics say of the time between them. Pure. */
import type { Inbound, Kind, Path, StatsReport } from "./stats_report.ts";

/** A look at the statistics of a link. */
export interface InboundSample {
  /** When, in milliseconds on a clock that does not go back. */
  readonly at: number;
  readonly report: StatsReport;
}

/** What a person may want to know of what arrives. null: the browser does not tell, or nothing came. */
export interface InboundStats {
  readonly at: number;
  /** In pixels. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Frames a second. */
  readonly frameRate: number | null;
  readonly codecs: Readonly<Record<Kind, string | null>>;
  /** Bits a second. */
  readonly bitrate: Readonly<Record<Kind, number | null>>;
  /** The share of packets that did not arrive, from 0 to 1. */
  readonly loss: number | null;
  /** Milliseconds by which packets come early or late. */
  readonly jitter: number | null;
  /** Milliseconds to the other side and back. */
  readonly roundTrip: number | null;
  /** Milliseconds that a frame waits here to be shown on time. */
  readonly buffer: number | null;
  /** Milliseconds on the way and in the buffer here. What a camera, an encoder and a screen take besides is not known. */
  readonly delay: number | null;
  readonly path: Path | null;
  /** How often the picture has stood still so far, and how many frames were not shown. */
  readonly freezes: number | null;
  readonly dropped: number | null;
}

/** @param before an earlier look at the same link */
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
  /** By how much a counter rose; null where it is not told, or another link began to count anew. */
  grown(counter: Counter): number | null;
  /** The same, a second. */
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

/** Packets that come late after all are counted back: no fewer than none were lost. */
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
