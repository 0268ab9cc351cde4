import { STUDIO } from "@/i18n/studio.ts";
import type { BroadcastState, Device } from "@/webrtc/states.ts";
import { useTexts } from "../texts.tsx";
import { mayGoAloneWith } from "./broadcast_words.ts";

interface LackingButtonsProps {
  state: BroadcastState;
  /** Asks for all devices again. */
  onAgain: () => void;
  /** Asks for one device alone. */
  onAlone: (device: Device) => void;
}

/** Other actions beside the main button while a device is missing. */
export function LackingButtons({ state, onAgain, onAlone }: LackingButtonsProps) {
  const { buttons } = useTexts(STUDIO);
  if (state.name !== "lacking") return null;
  return (
    <>
      {state.captured.length > 0 && (
        <button class="button" type="button" onClick={onAgain}>{buttons.again}</button>
      )}
      {mayGoAloneWith(state).map((device) => (
        <button
          class="button"
          type="button"
          key={device}
          onClick={() => onAlone(device)}
        >
          {device === "microphone" ? buttons.soundAlone : buttons.pictureAlone}
        </button>
      ))}
    </>
  );
}
