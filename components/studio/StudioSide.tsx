import type { ComponentChildren } from "preact";
import { STUDIO } from "@/i18n/studio.ts";
import type { BroadcastState, Device } from "@/webrtc/states.ts";
import { keyHelps } from "./broadcast_words.ts";
import { KeyForm } from "./KeyForm.tsx";
import { ShareLink } from "./ShareLink.tsx";
import { streamPath } from "../streams.ts";
import { useTexts } from "../texts.tsx";

interface StudioSideProps {
  state: BroadcastState;
  watchUrl: string;
  onKey: (key: string) => void;
  onReplace: (device: Device) => void;
  /** The sections of the studio. */
  children: ComponentChildren;
}

/** Beside the picture: the link to share, or the way out where the name is somebody else's. */
export function StudioSide({ state, watchUrl, onKey, onReplace, children }: StudioSideProps) {
  const { otherDevice, share, ownership } = useTexts(STUDIO);
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
      {keyHelps(state) ? <KeyForm open={state.name === "failed"} onKey={onKey} /> : (
        <>
          <ShareLink url={watchUrl} />
          <p class="hint">{share.hint}</p>
          <p class="hint">{ownership}</p>
        </>
      )}
      <div>{children}</div>
    </aside>
  );
}

function OtherName({ name }: { name: string }) {
  const { freeName, broadcastAs } = useTexts(STUDIO);
  return (
    <div class="other-name">
      <p class="label">{freeName}</p>
      <a class="button button--primary" href={streamPath("broadcast", name)}>
        {broadcastAs(name)}
      </a>
    </div>
  );
}
