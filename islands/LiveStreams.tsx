import { useEffect, useState } from "preact/hooks";
import { StreamList } from "@/components/StreamList.tsx";
import { onAir, parseStreams, type StreamSummary } from "@/components/streams.ts";
import { useTexts } from "@/components/texts.tsx";
import { useTranslatable } from "@/components/use_translatable.ts";
import { HOME } from "@/i18n/home.ts";
import { within } from "@/webrtc/until.ts";

/** In milliseconds. A request that takes longer has met no server. */
const EVERY = 4_000;
/** So many requests in a row that failed are no accident. */
const FAILURES = 2;

/** The list of live streams, kept fresh while somebody looks at it. */
export default function LiveStreams({ initial }: { initial: readonly StreamSummary[] }) {
  useTranslatable();
  const { unreachable } = useTexts(HOME);
  const [streams, setStreams] = useState(initial);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    let failures = 0;
    const refresh = async () => {
      if (document.hidden) return;
      const list = await fetchStreams(stop.signal);
      failures = list === undefined ? failures + 1 : 0;
      setLost(failures >= FAILURES);
      if (list !== undefined) setStreams(list);
    };
    const timer = setInterval(refresh, EVERY);
    document.addEventListener("visibilitychange", refresh, { signal: stop.signal });
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
  return (
    <>
      <p class="streams-lost" role="status">{isLost && unreachable}</p>
      <div class="streams-known" data-lost={isLost}>
        <StreamList streams={onAir(streams)} />
      </div>
    </>
  );
}

/** Without an answer the last list stays: the next try is seconds away. */
async function fetchStreams(stop: AbortSignal): Promise<StreamSummary[] | undefined> {
  try {
    return await within(stop, EVERY, async (signal) => {
      const response = await fetch("/api/streams", { signal });
      return response.ok ? parseStreams(await response.json()) : undefined;
    });
  } catch {
    return undefined;
  }
}
