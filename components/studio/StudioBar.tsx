import type { ComponentChildren, RefObject } from "preact";
import { SITE } from "@/i18n/site.ts";
import { STUDIO } from "@/i18n/studio.ts";
import type { BroadcastState } from "@/webrtc/states.ts";
import { type BroadcastAction, broadcastButton } from "./broadcast_words.ts";
import { CameraIcon, EyeIcon, StopIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";

interface StudioBarProps {
  state: BroadcastState;
  viewers: number;
  /** The main button, for who must move focus to it. */
  button: RefObject<HTMLButtonElement>;
  onStart: () => void;
  onStop: () => void;
  /** What else is pressed while live. */
  children?: ComponentChildren;
}

const LOOK: Record<BroadcastAction, string> = {
  start: "button--primary",
  again: "",
  stop: "button--strong",
  wait: "",
};

/** Below the picture: the main button, and who is watching. */
export function StudioBar({ state, viewers, button, onStart, onStop, children }: StudioBarProps) {
  const { watching } = useTexts(SITE);
  const { label, action } = broadcastButton(state, useTexts(STUDIO));
  const press = (event: MouseEvent) => {
    if (action === "start" || action === "again") onStart();
    // The second half of a double click on Start is not a wish to stop.
    if (action === "stop" && event.detail < 2) onStop();
  };
  return (
    <div class="studio-bar">
      <button
        class={`button ${LOOK[action]}`}
        ref={button}
        type="button"
        aria-disabled={action === "wait"}
        onClick={press}
      >
        {action === "stop" ? <StopIcon /> : <CameraIcon />}
        {label}
      </button>
      {children}
      <p class="fact">
        {state.name === "live" && (
          <>
            <EyeIcon />
            {watching(viewers)}
          </>
        )}
      </p>
    </div>
  );
}
