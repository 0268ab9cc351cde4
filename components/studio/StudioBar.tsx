import type { ComponentChildren, RefObject } from "preact";
import type { StateWords } from "@/i18n/en/player.ts";
import { STATUS } from "@/i18n/status.ts";
import { STUDIO } from "@/i18n/studio.ts";
import type { BroadcastState } from "@/webrtc/states.ts";
import { CloseIcon } from "../control_icons.tsx";
import { CameraIcon, EyeIcon, StopIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import { type BroadcastAction, broadcastButton } from "./broadcast_words.ts";

interface StudioBarProps {
  state: BroadcastState;
  viewers: number;
  /** A ref of the main button, to move focus to it. */
  button: RefObject<HTMLButtonElement>;
  onStart: () => void;
  onStop: () => void;
  /** The error of the last action, if any. */
  notice: StateWords | null;
  /** Further buttons. */
  children: ComponentChildren;
}

const BUTTON_CLASS: Record<BroadcastAction, string> = {
  start: "button--primary",
  again: "",
  cancel: "",
  stop: "button--strong",
  wait: "",
};

/** The bar below the picture: the main button, source buttons and the viewer count. */
export function StudioBar(
  { state, viewers, button, onStart, onStop, notice, children }: StudioBarProps,
) {
  const { watching } = useTexts(STATUS);
  const { label, action } = broadcastButton(state, useTexts(STUDIO));
  const press = (event: MouseEvent) => {
    if (action === "start" || action === "again") onStart();
    // Ignore the second click of a double click on the start button.
    if ((action === "stop" || action === "cancel") && event.detail < 2) onStop();
  };
  return (
    <div class="studio-bar">
      <button
        class={`button studio-main ${BUTTON_CLASS[action]}`}
        ref={button}
        type="button"
        aria-disabled={action === "wait"}
        onClick={press}
      >
        {icon(action)}
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
      <div class="notice" role="alert">
        {notice !== null && (
          <>
            <strong>{notice.title}</strong>
            <span class="hint">{notice.detail}</span>
          </>
        )}
      </div>
    </div>
  );
}

function icon(action: BroadcastAction) {
  if (action === "stop") return <StopIcon />;
  return action === "cancel" ? <CloseIcon /> : <CameraIcon />;
}
