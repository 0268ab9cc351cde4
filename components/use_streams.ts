import { useEffect, useState } from "preact/hooks";
import type { StreamInfo } from "@/signaling/protocol/stream_info.ts";
import { within } from "@/common/until.ts";
import { parseStreams } from "./streams.ts";

/** So many requests in a row that failed are no accident. */
const FAILURES = 2;

export interface StreamsNow {
  /** What the server said last. */
  readonly streams: readonly StreamInfo[];
  /** Whether the server does not answer any more. */
  readonly isLost: boolean;
}

/**
 * The streams that are on, looked up anew that often while somebody looks at the page.
 * @param initial what the server said as it made the page; null: nothing, it is asked at once
 * @param every in milliseconds; a request that takes longer has met no server
 */
export function useStreams(initial: readonly StreamInfo[] | null, every: number): StreamsNow {
  const [streams, setStreams] = useState(initial ?? []);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    let failures = 0;
    const refresh = async () => {
      if (document.hidden) return;
      const list = await fetchStreams(stop.signal, every);
      failures = list === undefined ? failures + 1 : 0;
      setLost(failures >= FAILURES);
      if (list !== undefined) setStreams(list);
    };
    if (initial === null) void refresh();
    const timer = setInterval(refresh, every);
    document.addEventListener("visibilitychange", refresh, { signal: stop.signal });
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [every]);
  return { streams, isLost };
}

/** Without an answer the last list stays: the next try is seconds away. */
async function fetchStreams(
  stop: AbortSignal,
  patience: number,
): Promise<StreamInfo[] | undefined> {
  try {
    return await within(stop, patience, async (signal) => {
      const response = await fetch("/api/streams", { signal });
      return response.ok ? parseStreams(await response.json()) : undefined;
    });
  } catch {
    return undefined;
  }
}
