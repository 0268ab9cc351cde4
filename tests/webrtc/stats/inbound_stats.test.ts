import assert from "node:assert/strict";
import { type InboundSample, inboundStats } from "@/webrtc/stats/inbound_stats.ts";
import { StatsReport } from "@/webrtc/stats/stats_report.ts";

/** A sample of a link that receives only video. */
function look(at: number, video: Record<string, unknown>, pair: object = {}): InboundSample {
  const entries: Record<string, unknown> = {
    V: { id: "V", type: "inbound-rtp", kind: "video", codecId: "C", ...video },
    C: { id: "C", type: "codec", mimeType: "video/VP8" },
    T: { id: "T", type: "transport", selectedCandidatePairId: "P" },
    P: { id: "P", type: "candidate-pair", localCandidateId: "L", remoteCandidateId: "R", ...pair },
    L: { id: "L", type: "local-candidate", candidateType: "relay", relayProtocol: "tls" },
    R: { id: "R", type: "remote-candidate", candidateType: "host" },
  };
  return { at, report: new StatsReport(new Map(Object.entries(entries))) };
}

const BEFORE = {
  bytesReceived: 1_000,
  packetsReceived: 100,
  packetsLost: 3,
  framesDecoded: 50,
  jitterBufferDelay: 10,
  jitterBufferEmittedCount: 50,
};

Deno.test("inboundStats() covers the time between two samples", () => {
  const now = look(12_000, {
    bytesReceived: 251_000,
    packetsReceived: 298,
    packetsLost: 5,
    framesDecoded: 110,
    jitterBufferDelay: 16,
    jitterBufferEmittedCount: 110,
    jitter: 0.004,
    frameWidth: 1280,
    frameHeight: 720,
    freezeCount: 2,
    framesDropped: 1,
  }, { currentRoundTripTime: 0.06 });
  const stats = inboundStats(look(10_000, BEFORE), now);
  assert.deepEqual(stats.bitrate, { video: 1_000_000, audio: null });
  assert.equal(stats.frameRate, 30);
  assert.equal(stats.loss, 0.01);
  assert.equal(stats.jitter, 4);
  assert.equal(Math.round(stats.buffer ?? 0), 100);
  assert.equal(stats.roundTrip, 60);
  assert.equal(Math.round(stats.delay ?? 0), 130);
  assert.deepEqual(stats.size, { width: 1280, height: 720 });
  assert.deepEqual(stats.codecs, { video: "VP8", audio: null });
  assert.deepEqual([stats.path?.relayed, stats.path?.protocol], [true, "tls"]);
  assert.deepEqual([stats.freezes, stats.dropped], [2, 1]);
});

Deno.test("inboundStats() is null for what the browser does not report, and across two links", () => {
  const stats = inboundStats(look(0, BEFORE), look(1_000, { ...BEFORE, bytesReceived: 10 }));
  assert.equal(stats.bitrate.video, null, "another link began to count anew");
  assert.equal(stats.buffer, null, "nothing was shown meanwhile");
  assert.equal(stats.loss, null, "nothing came meanwhile");
  assert.equal(stats.delay, null);
  assert.equal(stats.size, null);
});

Deno.test("packets that come late are no negative loss", () => {
  const now = look(1_000, { ...BEFORE, packetsLost: 1, packetsReceived: 110 });
  const stats = inboundStats(look(0, { ...BEFORE, packetsLost: 3 }), now);
  assert.equal(stats.loss, 0);
});
