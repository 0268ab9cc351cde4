/** Whether the person who broadcasts wants no direct paths, kept in this browser. */
import { keep, kept } from "./local_storage.ts";

const NAME = "tuila.studio.relay-only";

export function loadRelayOnly(): boolean {
  return kept(NAME) === "on";
}

export function saveRelayOnly(on: boolean): void {
  keep(NAME, on ? "on" : null);
}
