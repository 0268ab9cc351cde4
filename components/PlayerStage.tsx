import "./media_elements.ts";
import type { ComponentChildren, RefObject } from "preact";
import { useState } from "preact/hooks";
import { formatFor } from "@/i18n/format.ts";
import { isolate } from "@/i18n/isolate.ts";
import { PLAYER } from "@/i18n/player.ts";
import { isOutage } from "@/signaling/protocol/outage.ts";
import type { Media } from "@/signaling/protocol/description.ts";
import type { PlaybackState, WatchState } from "@/webrtc/states.ts";
import { PlayIcon, SoundOffIcon } from "./icons.tsx";
import { StageWords } from "./StageWords.tsx";
import { useLanguage, useTexts } from "./texts.tsx";
import { playerWords } from "./watch_words.ts";
import { BUTTON_KEYS } from "./within_player.ts";

interface PlayerStageProps {
  stream: string;
  state: WatchState;
  /** The place in the queue, from 1; null: not in the queue. */
  place: number | null;
  /** Which media the broadcaster sends. */
  media: Media;
  playing: PlaybackState;
  /** Until when this browser may not watch, in milliseconds since 1970; null: it may. */
  removedUntil: number | null;
  /** A live stream with a similar name, which the person may have meant. */
  alike: { readonly name: string; readonly path: string } | null;
  player: RefObject<HTMLElement>;
  video: RefObject<HTMLVideoElement>;
  onPlay: () => void;
  /** The person may be about to press play: the pointer is over the button or pressed, or the button has focus. */
  onNear?: () => void;
  /** The controls, once they have loaded. */
  children?: ComponentChildren;
}

/** Disable keys of media-chrome for seeking and captions, which a live stream does not have. */
const DISABLED_KEYS = "noarrowleft noarrowright noj nol noc no< no> noshift+/";

/**
 * The picture and the words over it. `media-controller` is a plain element until the controls load.
 */
export function PlayerStage(props: PlayerStageProps) {
  const { stream, state, place, media, playing, removedUntil, alike, onPlay, onNear } = props;
  const texts = useTexts(PLAYER);
  const format = formatFor(useLanguage());
  /** Whether the picture is portrait. */
  const [isUpright, setUpright] = useState(false);
  return (
    <div class="stage stage--watch" data-shape={isUpright ? "upright" : undefined}>
      <media-controller
        class="player"
        data-playing={playing}
        ref={props.player}
        autohide={3}
        hotkeys={DISABLED_KEYS}
        keyboardupvolumestep={0.1}
        keyboarddownvolumestep={0.1}
        gesturesdisabled
        novolumepref
        nomutedpref
        defaultstreamtype="live"
      >
        <video
          class="stage-video"
          slot="media"
          ref={props.video}
          playsinline
          tabIndex={-1}
          aria-label={texts.video(isolate(stream))}
          onResize={({ currentTarget: { videoWidth, videoHeight } }) =>
            setUpright(videoHeight > videoWidth)}
        />
        <StageWords words={playerWords(state, playing, media, texts)} sign="pull">
          {state === "queued" && place !== null && (
            <p class="cover-place" role="status">{texts.place(place)}</p>
          )}
          {state === "waiting" && alike !== null && (
            <a class="cover-link" href={alike.path}>{texts.alike(isolate(alike.name))}</a>
          )}
          {removedUntil !== null && (
            <p class="cover-detail">{texts.backAt(format.time(removedUntil))}</p>
          )}
          {state === "refused" || state === "replaced" || state === "outdated"
            ? <a class="button" href="">{texts.reload}</a>
            : (isOutage(state) || state === "stuck") && (
              <a class="cover-link" href="/check" target="_blank">{texts.check}</a>
            )}
        </StageWords>
        {props.children}
        {playing === "blocked" && (
          <button
            class="stage-play"
            type="button"
            onClick={onPlay}
            onPointerEnter={onNear}
            onPointerDown={onNear}
            onFocus={onNear}
            {...BUTTON_KEYS}
          >
            <PlayIcon />
            {texts.play}
          </button>
        )}
        {playing === "muted" && (
          <button class="button stage-unmute" type="button" onClick={onPlay} {...BUTTON_KEYS}>
            <SoundOffIcon />
            {texts.unmute}
          </button>
        )}
      </media-controller>
    </div>
  );
}
