/** A call of this browser with itself: how a moving picture gets through. */
import { type InboundSample, inboundStats } from "../stats/inbound_stats.ts";
import { connect, withEnds } from "./loopback.ts";
import { StatsReport } from "../stats/stats_report.ts";
import { pause, unlessAborted } from "@/common/until.ts";
import type { CallStats } from "./report.ts";
import { testPicture } from "./test_picture.ts";

/** How long to look at the picture once it comes, and how often to look whether it does, in milliseconds. */
const LOOK_FOR = 3_000;
const LOOK_EVERY = 100;

/**
 * Ends by itself once the picture has come for a while, or with the signal. Never throws.
 * @returns null where no picture came
 */
export async function testCall(
  signal: AbortSignal,
  configuration: RTCConfiguration,
): Promise<CallStats | null> {
  try {
    const picture = testPicture();
    try {
      return await withEnds(configuration, async (near, far) => {
        for (const track of picture.media.getTracks()) near.addTrack(track, picture.media);
        await unlessAborted(signal, connect(near, far));
        return await watch(signal, far);
      });
    } finally {
      picture.stop();
    }
  } catch { // no connection can be made, or no picture
    return null;
  }
}

async function watch(
  signal: AbortSignal,
  connection: RTCPeerConnection,
): Promise<CallStats | null> {
  let first = await sample(connection);
  while (!hasPicture(first)) {
    if (signal.aborted) return null;
    await pause(signal, LOOK_EVERY);
    first = await sample(connection);
  }
  await pause(signal, LOOK_FOR);
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
