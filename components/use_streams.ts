import { useEffect, useState } from "preact/hooks";
import type { StreamInfo } from "@/signaling/protocol/stream_info.ts";
import { within } from "@/common/until.ts";
import { parseStreams } from "./streams.ts";

/** After so many failed requests in a row the server counts as gone. */
const MAX_FAILURES = 2;

export interface StreamsNow {
  /** The server's last answer. */
  readonly streams: readonly StreamInfo[];
  /** Whether the server no longer answers. */
  readonly isLost: boolean;
}

/**
 * The live streams, refreshed at this interval while the page is visible.
 * @param initial the list in the page; null: fetch it at once
 * @param every in milliseconds; a request that takes longer counts as failed
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
      setLost(failures >= MAX_FAILURES);
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

/** Without an answer the last list stays until the next try, seconds later. */
async function fetchStreams(
  stop: AbortSignal,
  timeout: number,
): Promise<StreamInfo[] | undefined> {
  try {
    return await within(stop, timeout, async (signal) => {
      const response = await fetch("/api/streams", { signal });
      return response.ok ? parseStreams(await response.json()) : undefined;
    });
  } catch {
    return undefined;
  }
}
