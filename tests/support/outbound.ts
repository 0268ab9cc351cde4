/** What a broadcaster's page sends, by its own statistics. */
import type { Page } from "playwright-core";

/** One link that is open, oldest first. */
export interface Outbound {
  readonly at: number;
  /** Picture and sound, with the headers of their packets. */
  readonly bytes: number;
  readonly frames: number;
  readonly size: string;
  readonly codec: string;
  readonly limitation: string;
  readonly encodeTime: number;
}

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

/** Bits a second between two looks at the same links. */
export function rates(before: readonly Outbound[], after: readonly Outbound[]): number[] {
  return after.map(({ at, bytes }, index) => {
    const { at: from, bytes: was } = before[index];
    return (bytes - was) * 8_000 / (at - from);
  });
}

export function sum(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
