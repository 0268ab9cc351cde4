/** The stream keys that this browser stores. */
import { loadText, saveText } from "./local_storage.ts";

const name = (stream: string) => `tuila.key.${stream}`;

export function loadKey(stream: string): string | undefined {
  return loadText(name(stream)) ?? undefined;
}

/** @returns whether it will be there at the next visit */
export function saveKey(stream: string, key: string): boolean {
  return saveText(name(stream), key);
}

/**
 * Stores the key in the page's address (`#key=…`, which browsers never send to a server), and removes it from the address if
 * storing worked.
 */
export function adoptKeyFromAddress(stream: string): void {
  const key = /^#key=([\w.-]+)$/.exec(location.hash)?.[1];
  if (key === undefined || !saveKey(stream, key)) return;
  history.replaceState(history.state, "", location.pathname + location.search);
}
