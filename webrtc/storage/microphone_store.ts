/** The microphone mode that this browser stores. */
import { loadText, saveText } from "./local_storage.ts";
import type { MicrophoneMode } from "../sources/choices.ts";

const NAME = "tuila.studio.microphone";

export function loadMicrophoneMode(): MicrophoneMode {
  return loadText(NAME) === "music" ? "music" : "speech";
}

export function saveMicrophoneMode(mode: MicrophoneMode): void {
  saveText(NAME, mode === "music" ? mode : null);
}
