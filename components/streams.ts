/** The live streams, from GET /api/streams. */
import type { StreamInfo } from "@/signaling/protocol/stream_info.ts";

/** The streams that a person can watch or wait for, the most watched first. */
export function onAir(streams: readonly StreamInfo[]): StreamInfo[] {
  return streams
    .filter(({ state }) => state === "live" || state === "paused")
    .sort((a, b) => b.viewers - a.viewers || a.stream.localeCompare(b.stream));
}

/** The list that the server answered, or undefined if it is not one: an older or newer server, or a proxy's page. */
export function parseStreams(json: unknown): StreamInfo[] | undefined {
  return Array.isArray(json) && json.every(isStreamInfo) ? json : undefined;
}

function isStreamInfo(row: unknown): row is StreamInfo {
  return typeof row === "object" && row !== null &&
    "stream" in row && typeof row.stream === "string" &&
    "title" in row && (row.title === null || typeof row.title === "string") &&
    "state" in row && typeof row.state === "string" &&
    "viewers" in row && typeof row.viewers === "number" &&
    "since" in row && typeof row.since === "string" &&
    "elapsed" in row && typeof row.elapsed === "number";
}
