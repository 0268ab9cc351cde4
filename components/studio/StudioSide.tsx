import { isolate } from "@/i18n/isolate.ts";
import { STUDIO } from "@/i18n/studio.ts";
import type { Alone } from "@/common/sharing.ts";
import type { BroadcastState, Device } from "@/webrtc/states.ts";
import { keyHelps } from "./broadcast_words.ts";
import { KeyForm } from "./KeyForm.tsx";
import { SharePanel } from "./SharePanel.tsx";
import { TitleField } from "./TitleField.tsx";
import { UnkeptKey } from "./UnkeptKey.tsx";
import { streamPath } from "../stream_path.ts";
import { useTexts } from "../texts.tsx";

interface StudioSideProps {
  stream: string;
  state: BroadcastState;
  title: string | null;
  watchUrls: readonly string[];
  alone: Alone | null;
  /** The stream key, if this browser cannot store it. */
  unkeptKey: string | null;
  onTitle: (title: string | null) => void;
  onKey: (key: string) => void;
  onReplace: (device: Device) => void;
}

/** Beside the picture: the link to share, or help if the name is taken. */
export function StudioSide(
  { stream, state, title, watchUrls, alone, unkeptKey, onTitle, onKey, onReplace }: StudioSideProps,
) {
  const { otherDevice, ownership } = useTexts(STUDIO);
  return (
    <aside class="studio-side">
      {state.name === "taken" && <OtherName name={state.suggestion} />}
      {state.name === "live" &&
        state.missing.map((device) => (
          <button
            class="button"
            type="button"
            key={device}
            onClick={() => onReplace(device)}
          >
            {otherDevice[device]}
          </button>
        ))}
      {unkeptKey !== null && state.name === "live" && (
        <UnkeptKey stream={stream} streamKey={unkeptKey} />
      )}
      {keyHelps(state) ? <KeyForm open={state.name === "failed"} onKey={onKey} /> : (
        <>
          <TitleField title={title} onTitle={onTitle} />
          <SharePanel stream={stream} title={title ?? stream} watchUrls={watchUrls} alone={alone} />
          {unkeptKey === null && <p class="hint">{ownership}</p>}
        </>
      )}
    </aside>
  );
}

function OtherName({ name }: { name: string }) {
  const { freeName, broadcastAs } = useTexts(STUDIO);
  return (
    <div class="other-name">
      <p class="label">{freeName}</p>
      <a class="button button--primary" href={streamPath("broadcast", name)}>
        {broadcastAs(isolate(name))}
      </a>
    </div>
  );
}
