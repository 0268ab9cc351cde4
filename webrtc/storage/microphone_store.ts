/** What the microphone is for, kept in this browser from broadcast to broadcast. */
import { keep, kept } from "./local_storage.ts";
import type { MicrophoneMode } from "../sources/choices.ts";

const NAME = "tuila.studio.microphone";

export function loadMicrophoneMode(): MicrophoneMode {
  return kept(NAME) === "music" ? "music" : "speech";
}

export function saveMicrophoneMode(mode: MicrophoneMode): void {
  keep(NAME, mode === "music" ? mode : null);
}
