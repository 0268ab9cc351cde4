/** What a broadcaster's page sends, by `getStats()`. */
import type { Page } from "playwright-core";

/** The totals of one link. */
export interface Outbound {
  readonly at: number;
  /** Of video and audio, with RTP headers. */
  readonly bytes: number;
  readonly frames: number;
  readonly size: string;
  readonly codec: string;
  readonly limitation: string;
  readonly encodeTime: number;
}

/** The totals of each connected link, oldest first. */
export function outbound(page: Page): Promise<Outbound[]> {
  return page.evaluate(async () => {
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    const open = connections.filter(({ connectionState }) => connectionState === "connected");
    return await Promise.all(open.map(async (connection) => {
      const report = await connection.getStats();
      const sum = {
        at: 0,
        bytes: 0,
        frames: 0,
        size: "",
        codec: "",
        limitation: "",
        encodeTime: 0,
      };
      for (const stats of report.values()) {
        if (stats.type !== "outbound-rtp") continue;
        sum.bytes += stats.bytesSent + stats.headerBytesSent;
        if (stats.kind !== "video") continue;
        sum.at = stats.timestamp;
        sum.frames = stats.framesEncoded;
        sum.size = `${stats.frameWidth}x${stats.frameHeight}`;
        sum.codec = report.get(stats.codecId)?.mimeType ?? "";
        sum.limitation = stats.qualityLimitationReason;
        sum.encodeTime = stats.totalEncodeTime;
      }
      return sum;
    }));
  });
}

/** Bits per second of each link between two results of `outbound`. */
export function rates(before: readonly Outbound[], after: readonly Outbound[]): number[] {
  return after.map(({ at, bytes }, index) => {
    const earlier = before[index];
    return (bytes - earlier.bytes) * 8_000 / (at - earlier.at);
  });
}

export function sum(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
