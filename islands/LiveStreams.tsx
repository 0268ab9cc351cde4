import { useEffect, useState } from "preact/hooks";
import { StreamList } from "@/components/StreamList.tsx";
import { onAir, parseStreams, type StreamSummary } from "@/components/streams.ts";
import { useTranslatable } from "@/components/use_translatable.ts";

const EVERY = 4000;

/** The list of live streams, kept fresh while somebody looks at it. */
export default function LiveStreams({ initial }: { initial: readonly StreamSummary[] }) {
  useTranslatable();
  const [streams, setStreams] = useState(initial);
  useEffect(() => {
    const stop = new AbortController();
    const refresh = async () => {
      if (document.hidden) return;
      const list = await fetchStreams(stop.signal);
      if (list !== undefined) setStreams(list);
    };
    const timer = setInterval(refresh, EVERY);
    document.addEventListener("visibilitychange", refresh, { signal: stop.signal });
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
  return <StreamList streams={onAir(streams)} />;
}

/** Without an answer the last list stays: the next try is seconds away. */
async function fetchStreams(signal: AbortSignal): Promise<StreamSummary[] | undefined> {
  try {
    const response = await fetch("/api/streams", { signal });
    return response.ok ? parseStreams(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}
