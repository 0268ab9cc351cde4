import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { PlayIcon, SoundOffIcon } from "@/components/icons.tsx";
import "@/components/media_elements.ts";
import { loadPreferences, savePreferences } from "@/components/player_preferences.ts";
import { StageWords } from "@/components/StageWords.tsx";
import { streamPath } from "@/components/streams.ts";
import { useTexts } from "@/components/texts.tsx";
import { watchWords } from "@/components/watch_words.ts";
import { PLAYER } from "@/i18n/player.ts";
import { createPlayback } from "@/webrtc/playback.ts";
import { createWatchSession } from "@/webrtc/watch_session.ts";

type Controls = typeof import("@/components/PlayerControls.tsx");

/** The player: plays by itself, and says why where it does not. */
export default function Watcher({ stream }: { stream: string }) {
  const texts = useTexts(PLAYER);
  const session = useMemo(() => createWatchSession(stream), [stream]);
  const playback = useMemo(createPlayback, [stream]);
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const detach = video.current === null
      ? undefined
      : playback.attach(video.current, loadPreferences(), savePreferences);
    const unsubscribe = session.media.subscribe((media) => playback.setMedia(media));
    session.start();
    return () => {
      unsubscribe();
      detach?.();
      playback.dispose();
      session.dispose();
    };
  }, [session, playback]);

  /** The pressed button goes away: focus goes to the picture, not to the top of the page. */
  const then = async (done: Promise<void>) => {
    await done;
    video.current?.focus();
  };

  const state = session.state.value;
  const onAir = state === "playing" || state === "sound-only" || state === "picture-only";
  const playing = onAir ? playback.state.value : "idle";
  const [controls, setControls] = useState<Controls | null>(null);
  const settled = playing !== "idle" || (state !== "connecting" && state !== "joining" && !onAir);
  useEffect(() => {
    if (settled) import("@/components/PlayerControls.tsx").then(setControls);
  }, [settled]);

  return (
    <div class="stage stage--watch">
      <media-controller
        class="player"
        autohide={2}
        hotkeys="noarrowleft noarrowright nok noj nol noc no< no> no?"
        novolumepref
        nomutedpref
        defaultstreamtype="live"
      >
        <video
          class="stage-video"
          slot="media"
          ref={video}
          playsinline
          tabIndex={-1}
          aria-label={texts.video(stream)}
        />
        <StageWords words={watchWords(state, texts)} sign="pull">
          {(state === "refused" || state === "replaced") && (
            <a class="button" href={streamPath("watch", stream)}>{texts.reload}</a>
          )}
        </StageWords>
        {controls !== null && <controls.PlayerControls onAir={onAir} />}
        {playing === "blocked" && (
          <button
            class="stage-play"
            type="button"
            onClick={() => then(playback.play())}
          >
            <PlayIcon />
            {texts.play}
          </button>
        )}
        {playing === "muted" && (
          <button
            class="button stage-unmute"
            type="button"
            onClick={() => then(playback.play())}
          >
            <SoundOffIcon />
            {texts.unmute}
          </button>
        )}
      </media-controller>
    </div>
  );
}
