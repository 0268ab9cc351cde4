/** Whether the broadcaster uses relayed paths alone; this browser stores it. */
import { loadText, saveText } from "./local_storage.ts";

const NAME = "tuila.studio.relay-only";

export function loadRelayOnly(): boolean {
  return loadText(NAME) === "on";
}

export function saveRelayOnly(on: boolean): void {
  saveText(NAME, on ? "on" : null);
}
