import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { broadcastWords } from "@/components/studio/broadcast_words.ts";
import { CheckPanel } from "@/components/studio/CheckPanel.tsx";
import { Clock } from "@/components/Clock.tsx";
import { KeysSection } from "@/components/studio/KeysSection.tsx";
import { loadTitle, saveTitle } from "@/components/studio/kept_title.ts";
import { MuteButtons } from "@/components/studio/MuteButtons.tsx";
import { StageWords } from "@/components/StageWords.tsx";
import { StudioBar } from "@/components/studio/StudioBar.tsx";
import { StudioSide } from "@/components/studio/StudioSide.tsx";
import { useKeptSwitch } from "@/components/studio/use_kept_switch.ts";
import { useLivePage } from "@/components/studio/use_live_page.ts";
import { useStudioKeys } from "@/components/studio/use_studio_keys.ts";
import { useTexts } from "@/components/texts.tsx";
import { STUDIO } from "@/i18n/studio.ts";
import { createBroadcastSession } from "@/webrtc/broadcast_session.ts";
import { preflight } from "@/webrtc/preflight.ts";

interface BroadcasterProps {
  stream: string;
  watchUrl: string;
}

/** The studio: own picture, one main button, the link to share. */
export default function Broadcaster({ stream, watchUrl }: BroadcasterProps) {
  const texts = useTexts(STUDIO);
  const session = useMemo(() => createBroadcastSession(stream), [stream]);
  useEffect(() => {
    session.setTitle(loadTitle(stream));
    session.restore();
    return () => session.dispose();
  }, [session]);

  const video = useRef<HTMLVideoElement>(null);
  useSignalEffect(() => {
    const preview = session.preview.value;
    if (video.current !== null) video.current.srcObject = preview;
  });

  const button = useRef<HTMLButtonElement>(null);
  const startWithKey = (key: string) => {
    // The key's form goes away: focus goes on to what happens next.
    button.current?.focus();
    session.startWithKey(key);
  };

  const giveTitle = (title: string | null) => {
    saveTitle(stream, title);
    session.setTitle(title);
  };

  const [keysAreOn, switchKeys] = useKeptSwitch("tuila.studio.keys");
  useStudioKeys(keysAreOn, session.microphone, session.camera);

  const state = session.state.value;
  useLivePage(state.name === "live", texts.tabTitle);
  return (
    <div class="studio">
      <div class="stage">
        <video
          class="stage-video"
          ref={video}
          muted
          autoplay
          playsinline
          aria-label={texts.preview}
        />
        <StageWords words={broadcastWords(state, texts)} sign="push">
          {state.name === "live" && <Clock since={state.since} />}
        </StageWords>
      </div>
      <StudioBar
        state={state}
        viewers={session.viewers.value}
        button={button}
        onStart={() => session.start()}
        onStop={() => session.stop()}
      >
        <MuteButtons microphone={session.microphone} camera={session.camera} />
      </StudioBar>
      <StudioSide
        stream={stream}
        state={state}
        title={session.description.value.title}
        watchUrl={watchUrl}
        onTitle={giveTitle}
        onKey={startWithKey}
        onReplace={(device) => session.replace(device)}
      >
        <CheckPanel check={preflight} />
        <KeysSection isOn={keysAreOn} onSwitch={switchKeys} />
      </StudioSide>
    </div>
  );
}
