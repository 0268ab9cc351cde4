/** Measures a call of this browser with itself. */
import { type InboundSample, inboundStats } from "../stats/inbound_stats.ts";
import { connect, withConnections } from "./loopback.ts";
import { StatsReport } from "../stats/stats_report.ts";
import { pause, unlessAborted } from "@/common/until.ts";
import type { CallStats } from "./report.ts";
import { testPicture } from "./test_picture.ts";

/** How long to measure the picture, and how often to poll for its first frame, in milliseconds. */
const MEASURING_TIME = 3_000;
const POLL_INTERVAL = 100;

/**
 * Ends by itself after measuring, or with the signal. Never throws.
 * @returns null: no picture arrived
 */
export async function testCall(
  signal: AbortSignal,
  configuration: RTCConfiguration,
): Promise<CallStats | null> {
  try {
    const picture = testPicture();
    try {
      return await withConnections(configuration, async (near, far) => {
        for (const track of picture.media.getTracks()) near.addTrack(track, picture.media);
        await unlessAborted(signal, connect(near, far));
        return await measure(signal, far);
      });
    } finally {
      picture.stop();
    }
  } catch { // no connection, or no picture, can be made
    return null;
  }
}

async function measure(
  signal: AbortSignal,
  connection: RTCPeerConnection,
): Promise<CallStats | null> {
  let first = await sample(connection);
  while (!hasPicture(first)) {
    if (signal.aborted) return null;
    await pause(signal, POLL_INTERVAL);
    first = await sample(connection);
  }
  await pause(signal, MEASURING_TIME);
  const { bitrate, frameRate, delay } = inboundStats(first, await sample(connection));
  return { bitrate: bitrate.video, frameRate, delay };
}

async function sample(connection: RTCPeerConnection): Promise<InboundSample> {
  const report: ReadonlyMap<string, unknown> = await connection.getStats();
  return { at: performance.now(), report: new StatsReport(report) };
}

function hasPicture({ report }: InboundSample): boolean {
  return (report.inbound("video")?.framesDecoded ?? 0) > 0;
}
