import { STATUS } from "@/i18n/status.ts";
import type { WatchState } from "@/webrtc/states.ts";
import { EyeIcon } from "./icons.tsx";
import { useTexts } from "./texts.tsx";
import { crowdOf } from "./watch_words.ts";

interface PlayerTitleProps {
  stream: string;
  /** What the server says of the stream; null before it has. */
  details: { readonly title: string | null; readonly viewers: number } | null;
  state: WatchState;
}

/** Below the picture: what it is, and how many watch or wait. */
export function PlayerTitle({ stream, details, state }: PlayerTitleProps) {
  const texts = useTexts(STATUS);
  const title = details?.title ?? null;
  const crowd = crowdOf(state);
  return (
    <div class="page-top player-title">
      <h1 class="page-title">
        <bdi>{title ?? stream}</bdi>{" "}
        {title !== null && <bdi class="stream-tag" translate={false}>{stream}</bdi>}
      </h1>
      {details !== null && crowd !== null && (
        <p class="fact">
          <EyeIcon />
          {texts[crowd](details.viewers)}
        </p>
      )}
    </div>
  );
}
