import { STATUS } from "@/i18n/status.ts";
import type { WatchState } from "@/webrtc/states.ts";
import { EyeIcon } from "./icons.tsx";
import { useTexts } from "./texts.tsx";
import { crowdOf } from "./watch_words.ts";

interface PlayerTitleProps {
  stream: string;
  /** The details of the stream; null before the server sent them. */
  details: { readonly title: string | null; readonly viewers: number } | null;
  state: WatchState;
}

/** Title, name and viewer count, below the picture. */
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
