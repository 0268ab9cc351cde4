import assert from "node:assert/strict";
import { moment, outboundSample, outboundStats } from "@/webrtc/stats/outbound_stats.ts";
import { StatsReport } from "@/webrtc/stats/stats_report.ts";

/** A browser's report of a link after so many seconds. */
function report(seconds: number): StatsReport {
  const stats = [
    {
      type: "outbound-rtp",
      id: "video",
      kind: "video",
      codecId: "codec",
      bytesSent: seconds * 100_000,
      headerBytesSent: seconds * 5_000,
      framesEncoded: seconds * 25,
      totalEncodeTime: seconds * 0.25,
      frameWidth: 1280,
      frameHeight: 720,
      qualityLimitationReason: "cpu",
    },
    {
      type: "outbound-rtp",
      id: "audio",
      kind: "audio",
      bytesSent: seconds * 4_000,
      headerBytesSent: seconds * 1_000,
    },
    { type: "codec", id: "codec", mimeType: "video/VP9" },
    { type: "media-source", id: "source", kind: "video", framesPerSecond: 30 },
    {
      type: "remote-inbound-rtp",
      id: "remote",
      kind: "video",
      roundTripTime: 0.05,
      fractionLost: 0.1,
    },
  ];
  return new StatsReport(new Map(stats.map((each) => [each.id, each])));
}

Deno.test("outboundStats() covers the time between two samples", () => {
  const figures = outboundStats(
    outboundSample(10_000, report(10)),
    outboundSample(14_000, report(14)),
  );
  assert.deepEqual(figures, {
    size: { width: 1280, height: 720 },
    sourceFrameRate: 30,
    limitation: "cpu",
    codec: "VP9",
    loss: 0.1,
    roundTrip: 50,
    relayed: null,
    frameRate: 25,
    bitrate: 880_000,
    encoding: 0.25,
  });
});

Deno.test("values that a browser does not report are null, and so are counters that restarted", () => {
  const none = new StatsReport(new Map());
  const { frameRate, encoding, bitrate, limitation, size } = outboundStats(
    outboundSample(0, none),
    outboundSample(1_000, none),
  );
  assert.deepEqual([frameRate, encoding, bitrate, limitation, size], [null, null, 0, null, null]);
  assert.equal(
    outboundStats(outboundSample(0, report(10)), outboundSample(1_000, report(1))).frameRate,
    null,
  );
  assert.equal(
    outboundStats(outboundSample(0, report(1)), outboundSample(0, report(1))).frameRate,
    null,
  );
});

Deno.test("moment() sums the upload, and averages over the measured viewers", () => {
  const measured = outboundStats(outboundSample(0, report(0)), outboundSample(1_000, report(1)));
  const watching = (number: number, sent: typeof measured | null) => ({
    peer: `${number}`,
    number,
    sent,
  });
  const audience = [
    watching(1, measured),
    watching(2, { ...measured, roundTrip: 150, loss: null }),
    watching(3, null),
  ];
  assert.deepEqual(moment(5, audience), { at: 5, upload: 1_760_000, loss: 0.1, roundTrip: 100 });
  assert.deepEqual(moment(5, []), { at: 5, upload: 0, loss: null, roundTrip: null });
});
