import { sinceWords } from "./duration.ts";
import { EyeIcon } from "./icons.tsx";
import { AwayBadge, LiveBadge } from "./LiveBadge.tsx";
import { streamPath, type StreamSummary } from "./streams.ts";
import { watching } from "./words.ts";

/** The streams that are on, or words where there are none. */
export function StreamList({ streams, now }: { streams: readonly StreamSummary[]; now: number }) {
  if (streams.length === 0) {
    return (
      <div class="streams-empty">
        <p>Nobody is live right now.</p>
        <p class="hint">Start a broadcast, and it appears here at once.</p>
      </div>
    );
  }
  return (
    <ul class="streams">
      {streams.map((stream) => <StreamRow key={stream.stream} {...stream} now={now} />)}
    </ul>
  );
}

function StreamRow({ stream, state, viewers, since, now }: StreamSummary & { now: number }) {
  return (
    <li>
      <a class="stream" href={streamPath("watch", stream)}>
        {state === "live" ? <LiveBadge /> : <AwayBadge />}
        <span class="stream-name">{stream}</span>
        <span class="stream-facts">
          <span class="fact">
            <EyeIcon />
            {watching(viewers)}
          </span>
          <time datetime={since}>{sinceWords(now - Date.parse(since))}</time>
        </span>
      </a>
    </li>
  );
}
