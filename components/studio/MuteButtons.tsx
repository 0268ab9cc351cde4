import type { ComponentChildren } from "preact";
import { STUDIO } from "@/i18n/studio.ts";
import { CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import type { Mutable } from "./use_studio_keys.ts";

interface MuteButtonsProps {
  microphone: Mutable;
  camera: Mutable;
  /** Which media exist to mute; all of them may, before anything is captured. */
  has: { readonly sound: boolean; readonly picture: boolean };
}

/** Buttons to mute the sound or hide the picture. */
export function MuteButtons({ microphone, camera, has }: MuteButtonsProps) {
  const { mute: texts } = useTexts(STUDIO);
  const isSilent = microphone.muted.value;
  const isDark = camera.muted.value;
  return (
    <div class="mute">
      <div class="mute-buttons">
        {(has.sound || isSilent) && (
          <MuteButton of={microphone} label={isSilent ? texts.unmute : texts.microphone}>
            {isSilent ? <MicrophoneOffIcon /> : <MicrophoneIcon />}
          </MuteButton>
        )}
        {(has.picture || isDark) && (
          <MuteButton of={camera} label={isDark ? texts.show : texts.camera}>
            {isDark ? <CameraOffIcon /> : <CameraIcon />}
          </MuteButton>
        )}
      </div>
      <p class="hint" role="status">
        {isSilent && texts.silent} {isDark && texts.dark}
      </p>
    </div>
  );
}

/** The label says what pressing the button does. */
function MuteButton(
  { of, label, children }: { of: Mutable; label: string; children: ComponentChildren },
) {
  const isMuted = of.muted.value;
  return (
    <button
      class={`button ${isMuted ? "button--off" : ""}`}
      type="button"
      onClick={() => of.setMuted(!isMuted)}
    >
      {children}
      {label}
    </button>
  );
}
