/** The stream keys of this browser's owner. */
import { loadText, saveText } from "./local_storage.ts";

const name = (stream: string) => `tuila.key.${stream}`;

export function loadKey(stream: string): string | undefined {
  return loadText(name(stream)) ?? undefined;
}

/** @returns whether it is there at the next visit */
export function saveKey(stream: string, key: string): boolean {
  return saveText(name(stream), key);
}

/**
 * Takes the key that came with the address (`#key=…`: never sent to a server). It is removed from there, unless it would be
 * lost with that.
 */
export function adoptKeyFromAddress(stream: string): void {
  const key = /^#key=([\w.-]+)$/.exec(location.hash)?.[1];
  if (key === undefined || !saveKey(stream, key)) return;
  history.replaceState(history.state, "", location.pathname + location.search);
}
