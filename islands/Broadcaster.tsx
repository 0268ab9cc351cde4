import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Clock } from "@/components/Clock.tsx";
import { StageWords } from "@/components/StageWords.tsx";
import { AudiencePanel } from "@/components/studio/AudiencePanel.tsx";
import { broadcastWords, faultWords, needsReload } from "@/components/studio/broadcast_words.ts";
import { CheckPanel } from "@/components/studio/CheckPanel.tsx";
import { loadTitle, saveTitle } from "@/components/studio/kept_title.ts";
import { InsecureHelp } from "@/components/studio/InsecureHelp.tsx";
import { KeysSection } from "@/components/studio/KeysSection.tsx";
import { LackingButtons } from "@/components/studio/LackingButtons.tsx";
import { MuteButtons } from "@/components/studio/MuteButtons.tsx";
import { QualityPanel } from "@/components/studio/QualityPanel.tsx";
import { RecordPanel } from "@/components/studio/RecordPanel.tsx";
import { RelayOnlySwitch } from "@/components/studio/RelayOnlySwitch.tsx";
import { SourceButtons } from "@/components/studio/SourceButtons.tsx";
import { SourcesPanel, type SourcesView } from "@/components/studio/SourcesPanel.tsx";
import { StudioBar } from "@/components/studio/StudioBar.tsx";
import { StudioSections } from "@/components/studio/StudioSections.tsx";
import { StudioSide } from "@/components/studio/StudioSide.tsx";
import { UnsavedRecording } from "@/components/studio/UnsavedRecording.tsx";
import { useKeptSwitch } from "@/components/studio/use_kept_switch.ts";
import { useLasting } from "@/components/studio/use_lasting.ts";
import { useLivePage } from "@/components/studio/use_live_page.ts";
import { useStudioKeys } from "@/components/studio/use_studio_keys.ts";
import { useAlive } from "@/components/use_alive.ts";
import { useTexts } from "@/components/texts.tsx";
import { useTranslatable } from "@/components/use_translatable.ts";
import type { StateWords } from "@/i18n/en/player.ts";
import { STUDIO } from "@/i18n/studio.ts";
import type { StudioTexts } from "@/i18n/en/studio.ts";
import type { Alone } from "@/common/sharing.ts";
import { isOutage } from "@/signaling/protocol/outage.ts";
import { createBroadcastSession } from "@/webrtc/broadcast/broadcast_session.ts";
import { CaptureError, type CaptureProblem } from "@/webrtc/sources/capture.ts";
import { iceWithTurnServers } from "@/webrtc/check/turn_servers.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { preflight } from "@/webrtc/check/preflight.ts";
import { createRecordingSession } from "@/webrtc/recording/recording_session.ts";
import { isMirrored } from "@/webrtc/sources/own_view.ts";
import type { Sources } from "@/webrtc/sources/sources.ts";
import { TrackPlayer } from "@/webrtc/sources/track_player.ts";
import type { BroadcastState } from "@/webrtc/states.ts";

/** After so many milliseconds the page says where the browser's prompt is. */
const PROMPT_HINT_AFTER = 6_000;

interface BroadcasterProps {
  stream: string;
  ice: IceSettings;
  /** The origins at which others watch, the best first. */
  watchUrls: readonly string[];
  /** Why only this machine can, if so. */
  alone: Alone | null;
  /** The URL of this page at a secure origin, if the server knows one. */
  secureUrl: string | null;
}

/** The studio: the preview, one main button, the link to share, and sections for everything else. */
export default function Broadcaster(
  { stream, ice, watchUrls, alone, secureUrl }: BroadcasterProps,
) {
  useAlive();
  useTranslatable();
  const texts = useTexts(STUDIO);
  const session = useMemo(() => createBroadcastSession(stream, ice), [stream]);
  useEffect(() => {
    session.setTitle(loadTitle(stream));
    session.restore();
    return () => session.dispose();
  }, [session]);

  const recorder = useMemo(() => createRecordingSession(stream, session.preview), [session]);
  useEffect(() => {
    recorder.restore();
    return () => recorder.dispose();
  }, [recorder]);

  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current === null) return;
    const player = new TrackPlayer(video.current);
    const end = session.preview.subscribe((media) =>
      player.show(media?.getVideoTracks().at(0) ?? null)
    );
    return () => {
      end();
      player.close();
    };
  }, [session]);

  const button = useRef<HTMLButtonElement>(null);
  const startWithKey = (key: string) => {
    // The key form disappears: move focus to the next step.
    button.current?.focus();
    session.startWithKey(key);
  };

  const { sources } = session;
  const notice = useSignal<StateWords | null>(null);
  /** Runs an action on the sources; an error is shown and changes nothing. */
  const withNotice = async (wish: Promise<unknown>) => {
    notice.value = null;
    try {
      await wish;
    } catch (error) {
      notice.value = problemWords(error instanceof CaptureError ? error.problem : null, texts);
    }
  };
  const beginPreview = async () => {
    const faults = await sources.begin();
    if (Object.keys(faults).length > 0) notice.value = faultWords(faults, texts);
  };
  const closePreview = () => {
    notice.value = null;
    sources.release();
  };
  const focusMainAnd = (wish: () => void) => () => {
    notice.value = null;
    // The pressed button disappears: move focus to the next step.
    button.current?.focus();
    wish();
  };

  const changeTitle = (title: string | null) => {
    saveTitle(stream, title);
    session.setTitle(title);
  };

  const [keysAreOn, switchKeys] = useKeptSwitch("tuila.studio.keys");
  useStudioKeys(keysAreOn, sources.microphone, sources.picture);

  const state = session.state.value;
  const isBegun = session.preview.value !== null;
  const shown = session.preview.value?.getVideoTracks().at(0) ?? null;
  const isBeforeLive = state.name !== "live" && state.name !== "asking" &&
    state.name !== "claiming";
  const isAsking = sources.isAsking.value;
  const isPromptOpenLong = useLasting(isAsking, PROMPT_HINT_AFTER);
  const { camera, microphone, screen } = sources.tracks.value;
  const hasAny = camera !== null || microphone !== null || screen !== null;
  useLivePage(state.name === "live", texts.tabTitle);
  return (
    <div class="studio">
      <InsecureHelp secureUrl={secureUrl} />
      <div class="stage">
        <video
          class="stage-video"
          data-mirrored={isMirrored(shown, sources.tracks.value.camera)}
          ref={video}
          muted
          playsinline
          aria-label={texts.preview}
        />
        <StageWords
          words={broadcastWords(state, texts, {
            isPreviewing: hasAny,
            asks: !isAsking ? null : isPromptOpenLong ? "long" : "now",
            darkness: sources.darkness.value,
          })}
          sign="push"
        >
          {state.name === "live" && <Clock since={state.since} />}
          {state.name === "ended" && !isBegun && (
            <UnsavedRecording
              recordings={recorder.recordings.value}
              saving={recorder.saving.value}
              onSave={(recording) => recorder.save(recording)}
            />
          )}
          {needsReload(state)
            ? (
              <button class="button" type="button" onClick={() => location.reload()}>
                {texts.reload}
              </button>
            )
            : needsCheck(state) && (
              <a class="cover-link" href="/check" target="_blank">{texts.check}</a>
            )}
        </StageWords>
      </div>
      <StudioBar
        state={state}
        viewers={session.viewers.value}
        button={button}
        onStart={focusMainAnd(() => session.start())}
        onStop={focusMainAnd(() => session.stop())}
        notice={notice.value}
      >
        <LackingButtons
          state={state}
          onAgain={focusMainAnd(() => session.startAfresh())}
          onAlone={(device) => focusMainAnd(() => session.start([device]))()}
        />
        <MuteButtons
          microphone={sources.microphone}
          camera={sources.picture}
          has={{
            sound: !hasAny || microphone !== null,
            picture: !hasAny || camera !== null || screen !== null,
          }}
        />
        <SourceButtons
          mayPreview={isBeforeLive}
          isPreviewing={isBegun || isAsking}
          isSharing={screen !== null}
          hasOtherCamera={camera !== null && sources.devices.value.camera.length > 1}
          onPreview={(on) => on ? withNotice(beginPreview()) : closePreview()}
          onShare={(on) => on ? withNotice(sources.shareScreen()) : sources.stopScreen()}
          onFlip={() => withNotice(sources.flip())}
        />
      </StudioBar>
      <StudioSide
        stream={stream}
        state={state}
        title={session.description.value.title}
        watchUrls={watchUrls}
        alone={alone}
        unkeptKey={session.unkeptKey.value}
        onTitle={changeTitle}
        onKey={startWithKey}
        onReplace={(device) => withNotice(sources.use(device))}
      />
      <StudioSections>
        <SourcesPanel
          view={isBegun ? viewOf(sources) : null}
          microphoneMode={sources.microphoneMode.value}
          open={isBegun && isBeforeLive}
          loudness={(sound) => sources.loudness(sound)}
          onUse={(device, id) =>
            id === null ? sources.drop(device) : withNotice(sources.use(device, { id }))}
          onShow={(wish) => sources.show(wish)}
          onSound={(sound, setting) => sources.setSound(sound, setting)}
          onMicrophoneMode={(mode) => withNotice(session.setMicrophoneMode(mode))}
        />
        <AudiencePanel
          audience={session.quality.audience.value}
          history={session.quality.history.value}
          waiting={session.waiting.value}
          onRemove={(peer) => session.remove(peer)}
        />
        <QualityPanel
          quality={session.quality.settings.value}
          measured={session.quality.measured.value}
          onChange={(changed) => session.quality.set(changed)}
        />
        <RecordPanel
          state={recorder.state.value}
          recordings={recorder.recordings.value}
          saving={recorder.saving.value}
          outlivesPage={recorder.outlivesPage.value}
          hasPicture={hasAny}
          onStart={() => recorder.start()}
          onStop={() => recorder.stop()}
          onSave={(recording) => recorder.save(recording)}
          onDelete={(recording) => recorder.remove(recording)}
        />
        <CheckPanel
          check={async (signal) => preflight(signal, await iceWithTurnServers(signal, ice))}
        >
          {ice.hasTurn && ice.policy === "all" && (
            <RelayOnlySwitch
              isOn={session.relayOnly.value}
              onSwitch={(on) => session.setRelayOnly(on)}
            />
          )}
        </CheckPanel>
        <KeysSection isOn={keysAreOn} onSwitch={switchKeys} />
      </StudioSections>
    </div>
  );
}

/** Whether the connection check can help. */
function needsCheck(state: BroadcastState): boolean {
  if (state.name === "live") return state.isolated;
  return state.name === "failed" &&
    (isOutage(state.problem) || state.problem === "no-webrtc");
}

function problemWords(problem: CaptureProblem | null, texts: StudioTexts): StateWords {
  if (problem === null) return texts.problems.unexpected;
  return problem === "insecure-page" || problem === "no-webrtc"
    ? texts.problems[problem]
    : texts.unavailable[problem];
}

function viewOf({ tracks, devices, wish, sounds }: Sources): SourcesView {
  const { camera, microphone, screen, screenSound } = tracks.value;
  const id = (track: MediaStreamTrack | null) =>
    track === null ? null : track.getSettings().deviceId ?? "unknown";
  return {
    inUse: { camera: id(camera), microphone: id(microphone) },
    devices: devices.value,
    hasScreen: screen !== null,
    hasScreenSound: screenSound !== null,
    wish: wish.value,
    sounds: sounds.value,
  };
}
