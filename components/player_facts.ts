/** The statistics of what the player gets, in words and for graphs. Pure. */
import type { Format } from "@/i18n/format.ts";
import type { StatisticsTexts } from "@/i18n/en/statistics.ts";
import type { InboundStats } from "@/webrtc/stats/inbound_stats.ts";

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** @param firstFrame how long the first frame took, in milliseconds */
export function facts(
  stats: InboundStats,
  firstFrame: number | null,
  texts: StatisticsTexts,
  { number, milliseconds }: Format,
): readonly Fact[] {
  const orNotYet = <T>(value: T | null, words: (value: T) => string) =>
    value === null ? texts.notYet : words(value);
  const { video, audio } = stats.codecs;
  const codecs = [video, audio].filter((name) => name !== null).join(", ");
  return [
    {
      name: texts.resolution,
      value: orNotYet(stats.size, ({ width, height }) => `${width} × ${height}`),
    },
    { name: texts.codecs, value: orNotYet(codecs || null, (names) => names) },
    { name: texts.jitter, value: orNotYet(stats.jitter, milliseconds) },
    { name: texts.roundTrip, value: orNotYet(stats.roundTrip, milliseconds) },
    {
      name: texts.path,
      value: orNotYet(
        stats.path,
        ({ relayed, protocol }) => texts[relayed ? "relayed" : "direct"](protocol.toUpperCase()),
      ),
    },
    { name: texts.firstFrame, value: orNotYet(firstFrame, milliseconds) },
    { name: texts.freezes, value: orNotYet(stats.freezes, number) },
    { name: texts.dropped, value: orNotYet(stats.dropped, number) },
  ];
}

/** A statistic that is drawn over time. */
export interface Curve {
  readonly name: string;
  readonly of: (stats: InboundStats) => number | null;
  readonly write: (value: number) => string;
  /** The least value of the top of the graph, so that small values look small. */
  readonly atLeast: number;
}

export function curves(
  texts: StatisticsTexts,
  { bitrate, milliseconds, number, percent }: Format,
): readonly Curve[] {
  return [
    { name: texts.bitrate, of: totalBitrate, write: bitrate, atLeast: 100_000 },
    {
      name: texts.frameRate,
      of: ({ frameRate }) => frameRate,
      write: (rate) => texts.frames(number(Math.round(rate))),
      atLeast: 30,
    },
    { name: texts.delay, of: ({ delay }) => delay, write: milliseconds, atLeast: 200 },
    { name: texts.loss, of: ({ loss }) => loss, write: percent, atLeast: 0.05 },
  ];
}

function totalBitrate({ bitrate: { video, audio } }: InboundStats): number | null {
  return video === null && audio === null ? null : (video ?? 0) + (audio ?? 0);
}
