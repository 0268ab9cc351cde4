import type { ComponentChildren } from "preact";
import { STUDIO } from "@/i18n/studio.ts";
import { CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import type { Mutable } from "./use_studio_keys.ts";

interface MuteButtonsProps {
  microphone: Mutable;
  camera: Mutable;
  /** What there is to be kept from them; all of it may come as long as nothing was begun. */
  has: { readonly sound: boolean; readonly picture: boolean };
}

/** Keeps sound or picture from the viewers for a while. */
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

/** Says what pressing it does. */
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
