/** Loaded only where there is nothing to watch, so that the first frame never waits for it. */
import { HOME } from "@/i18n/home.ts";
import { SITE } from "@/i18n/site.ts";
import { StreamRows } from "./StreamList.tsx";
import { onAir } from "./streams.ts";
import { useTexts } from "./texts.tsx";
import { useStreams } from "./use_streams.ts";

/** In milliseconds. Seldom, because many pages may wait for the same stream. */
const POLL_INTERVAL = 30_000;
const MAX_STREAMS = 5;

/** Other live streams, for a page whose stream is not live. */
export function LiveElsewhere({ stream }: { stream: string }) {
  const { now } = useTexts(HOME);
  const { toStart } = useTexts(SITE);
  const { streams } = useStreams(null, POLL_INTERVAL);
  const others = onAir(streams).filter((other) => other.stream !== stream).slice(0, MAX_STREAMS);
  return (
    <nav class="elsewhere" aria-label={now}>
      {others.length > 0 && (
        <>
          <h2 class="panel-title">{now}</h2>
          <StreamRows streams={others} />
        </>
      )}
      <a class="quiet-link" href="/">{toStart}</a>
    </nav>
  );
}
