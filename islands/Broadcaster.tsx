import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { broadcastWords } from "@/components/studio/broadcast_words.ts";
import { Clock } from "@/components/Clock.tsx";
import { AudiencePanel } from "@/components/studio/AudiencePanel.tsx";
import { QualityPanel } from "@/components/studio/QualityPanel.tsx";
import { StageWords } from "@/components/StageWords.tsx";
import { StudioBar } from "@/components/studio/StudioBar.tsx";
import { StudioSide } from "@/components/studio/StudioSide.tsx";
import { useTexts } from "@/components/texts.tsx";
import { STUDIO } from "@/i18n/studio.ts";
import { createBroadcastSession } from "@/webrtc/broadcast_session.ts";

interface BroadcasterProps {
  stream: string;
  watchUrl: string;
}

/** The studio: own picture, one main button, the link to share. */
export default function Broadcaster({ stream, watchUrl }: BroadcasterProps) {
  const texts = useTexts(STUDIO);
  const session = useMemo(() => createBroadcastSession(stream), [stream]);
  useEffect(() => {
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

  const state = session.state.value;
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
      />
      <StudioSide
        state={state}
        watchUrl={watchUrl}
        onKey={startWithKey}
        onReplace={(device) => session.replace(device)}
      >
        {state.name === "live" && (
          <AudiencePanel
            audience={session.quality.audience.value}
            history={session.quality.history.value}
            waiting={session.waiting.value}
            onRemove={(peer) => session.remove(peer)}
          />
        )}
        <QualityPanel
          quality={session.quality.settings.value}
          measured={session.quality.measured.value}
          onChange={(changed) => session.quality.set(changed)}
        />
      </StudioSide>
    </div>
  );
}
