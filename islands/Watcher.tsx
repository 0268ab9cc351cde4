import "@/webrtc/watch/answer_first.ts";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { DEFAULT_OPTIONS, type PlayerOptions } from "@/components/embed_options.ts";
import {
  BUFFERS,
  DEFAULT_PREFERENCES,
  type Latency,
  loadPreferences,
  savePreferences,
} from "@/components/player_preferences.ts";
import { PlayerStage } from "@/components/PlayerStage.tsx";
import { PlayerTitle } from "@/components/PlayerTitle.tsx";
import { streamPath } from "@/components/stream_path.ts";
import { useAlive } from "@/components/use_alive.ts";
import { useLater } from "@/components/use_later.ts";
import { useTranslatable } from "@/components/use_translatable.ts";
import { isOnAir, isOver } from "@/components/watch_words.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { FirstFrame } from "@/webrtc/watch/first_frame.ts";
import { createPlayback } from "@/webrtc/watch/playback.ts";
import { createWatchSession } from "@/webrtc/watch/watch_session.ts";

interface WatcherProps {
  stream: string;
  ice: IceSettings;
  /** A live stream with a similar name. */
  alike?: string | null;
  /** Whether the player is alone, in a frame of another page. */
  alone?: boolean;
  options?: PlayerOptions;
}

/** The player: plays by itself, or says why it does not. */
export default function Watcher(
  { stream, ice, alike = null, alone = false, options = DEFAULT_OPTIONS }: WatcherProps,
) {
  useAlive();
  useTranslatable();
  const session = useMemo(() => createWatchSession(stream, ice), [stream]);
  const playback = useMemo(createPlayback, [stream]);
  const firstFrame = useMemo(() => new FirstFrame(), [stream]);
  const sample = useMemo(() => () => session.sample(), [session]);
  const player = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [isStarted, setStarted] = useState(options.autoplay);
  const [latency, setLatency] = useState<Latency>(DEFAULT_PREFERENCES.latency);

  const [relayOnly, setRelayOnly] = useState(DEFAULT_PREFERENCES.relayOnly);

  const chooseLatency = (chosen: Latency) => {
    setLatency(chosen);
    session.setBuffer(BUFFERS[chosen]);
    savePreferences({ latency: chosen });
  };

  const chooseRelayOnly = (chosen: boolean) => {
    setRelayOnly(chosen);
    session.setRelayOnly(chosen);
    savePreferences({ relayOnly: chosen });
  };

  // Start before the browser paints, because a person who pressed play waits for it.
  useLayoutEffect(() => {
    if (!isStarted || video.current === null) return;
    const preferences = loadPreferences();
    setLatency(preferences.latency);
    session.setBuffer(BUFFERS[preferences.latency]);
    session.setRelayOnly(preferences.relayOnly);
    setRelayOnly(preferences.relayOnly);
    const sound = { volume: preferences.volume, muted: preferences.muted || options.muted };
    const detach = playback.attach(video.current, sound, savePreferences);
    const stopWatching = firstFrame.watch(video.current);
    const unsubscribe = [
      session.media.subscribe((media) => playback.setMedia(media)),
      session.state.subscribe((state) => firstFrame.during(state)),
    ];
    session.start();
    return () => {
      for (const end of unsubscribe) end();
      stopWatching();
      detach();
      playback.dispose();
      session.dispose();
    };
  }, [isStarted, session, playback]);

  const page = alone ? "embed" : "watch";
  const state = session.state.value;
  const playing = isOnAir(state) ? playback.state.value : "idle";
  // The first frame never waits for the controls. Once loaded, they stay.
  const Controls = useLater(
    options.controls && (playing === "playing" || playing === "muted"),
    loadControls,
  );
  const offersOthers = !alone && isOver(state);
  const Elsewhere = useLater(offersOthers, loadElsewhere);
  // A player that plays by itself does not need it. If it fails to load, the player starts on the click.
  const prewarm = useLater(!isStarted, loadPrewarm);

  /** The pressed button disappears: move focus to the picture. */
  const play = async () => {
    if (isStarted) await playback.play();
    else setStarted(true);
    video.current?.focus();
  };

  return (
    <>
      <PlayerStage
        stream={stream}
        state={state}
        removedUntil={session.removedUntil.value}
        alike={alike === null ? null : { name: alike, path: streamPath(page, alike) }}
        place={session.details.value?.place ?? null}
        media={session.sentMedia.value}
        playing={isStarted ? playing : "blocked"}
        player={player}
        video={video}
        onPlay={play}
        onNear={isStarted ? undefined : () => prewarm?.(ice)}
      >
        {Controls !== null && (
          <Controls
            stream={stream}
            player={player}
            video={video}
            onAir={isOnAir(state)}
            latency={latency}
            onLatency={chooseLatency}
            relayOnly={ice.hasTurn && ice.policy === "all" ? relayOnly : null}
            onRelayOnly={chooseRelayOnly}
            sample={sample}
            firstFrame={firstFrame.took.value}
          />
        )}
      </PlayerStage>
      {!alone && <PlayerTitle stream={stream} details={session.details.value} state={state} />}
      {offersOthers && Elsewhere !== null && <Elsewhere stream={stream} />}
    </>
  );
}

const loadControls = async () => (await import("@/components/PlayerControls.tsx")).PlayerControls;
const loadElsewhere = async () => (await import("@/components/LiveElsewhere.tsx")).LiveElsewhere;
const loadPrewarm = async () => (await import("@/webrtc/watch/prewarm.ts")).prewarm;
