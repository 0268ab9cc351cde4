import { HOME } from "@/i18n/home.ts";
import { STATUS } from "@/i18n/status.ts";
import type { StreamInfo } from "@/signaling/protocol/stream_info.ts";
import { EyeIcon } from "./icons.tsx";
import { AwayBadge, LiveBadge } from "./LiveBadge.tsx";
import { streamPath } from "./stream_path.ts";
import { useTexts } from "./texts.tsx";

interface StreamListProps {
  streams: readonly StreamInfo[];
}

/** The list of live streams, or a sentence if there are none. */
export function StreamList({ streams }: StreamListProps) {
  const { nobody, nobodyHint } = useTexts(HOME);
  if (streams.length === 0) {
    return (
      <div class="streams-empty">
        <p>{nobody}</p>
        <p class="hint">{nobodyHint}</p>
      </div>
    );
  }
  return <StreamRows streams={streams} />;
}

export function StreamRows({ streams }: StreamListProps) {
  return (
    <ul class="streams">
      {streams.map((stream) => <StreamRow key={stream.stream} {...stream} />)}
    </ul>
  );
}

function StreamRow({ stream, title, state, viewers, since, elapsed }: StreamInfo) {
  const { since: sinceWords } = useTexts(HOME);
  const { watching } = useTexts(STATUS);
  return (
    <li>
      <a class="stream" href={streamPath("watch", stream)}>
        {state === "live" ? <LiveBadge /> : <AwayBadge />}
        <bdi class="stream-name">{title ?? stream}</bdi>
        <span class="stream-facts">
          {title !== null && <bdi class="stream-other-name">{stream}</bdi>}
          <span class="fact">
            <EyeIcon />
            {watching(viewers)}
          </span>
          <time datetime={since}>{sinceWords(elapsed)}</time>
        </span>
      </a>
    </li>
  );
}
