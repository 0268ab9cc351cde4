import type { BroadcastState, Device } from "@/webrtc/states.ts";
import { keyHelps } from "./broadcast_words.ts";
import { KeyForm } from "./KeyForm.tsx";
import { ShareLink } from "./ShareLink.tsx";
import { streamPath } from "./streams.ts";

interface StudioSideProps {
  state: BroadcastState;
  watchUrl: string;
  onKey: (key: string) => void;
  onReplace: (device: Device) => void;
}

/** Beside the picture: the link to share, or the way out where the name is somebody else's. */
export function StudioSide({ state, watchUrl, onKey, onReplace }: StudioSideProps) {
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
            Use another {device}
          </button>
        ))}
      {keyHelps(state) ? <KeyForm open={state.name === "failed"} onKey={onKey} /> : (
        <>
          <ShareLink url={watchUrl} />
          <p class="hint">
            Whoever opens the link watches at once: no account, nothing to install.
          </p>
          <p class="hint">
            The first to use a name owns it. Its key stays in this browser, so you can come back
            after a reload.
          </p>
        </>
      )}
    </aside>
  );
}

function OtherName({ name }: { name: string }) {
  return (
    <div class="other-name">
      <p class="label">A free name</p>
      <a class="button button--primary" href={streamPath("broadcast", name)}>
        Broadcast as {name}
      </a>
    </div>
  );
}
