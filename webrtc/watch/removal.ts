/**
 * Remembers for an hour that the broadcaster removed this browser from a stream, so that a reload does not bring the viewer
 * back. The browser itself stores this, because a whole school may share one address.
 */
import { SYSTEM_CLOCK } from "@/common/clock.ts";
import { loadText, saveText } from "../storage/local_storage.ts";

const HOUR = 3_600_000;

/** The storage key. The value is the time when the removal ends, in milliseconds since 1970. The page's head reads it too. */
export const removalKey = (stream: string) => `tuila.removed.${stream}`;

/** The same for this page, on the monotonic clock. */
const inMemory = new Map<string, number>();

/** @returns when the removal ends, in milliseconds since 1970 */
export function rememberRemoval(stream: string): number {
  const until = Date.now() + HOUR;
  inMemory.set(stream, SYSTEM_CLOCK.now() + HOUR);
  saveText(removalKey(stream), String(until));
  return until;
}

/** @returns when the removal ends, in milliseconds since 1970; null: this browser is not removed */
export function removedUntil(stream: string): number | null {
  const left = Math.max(
    storedTimeLeft(stream),
    (inMemory.get(stream) ?? -Infinity) - SYSTEM_CLOCK.now(),
  );
  return left > 0 ? Date.now() + left : null;
}

/** Calls back when another page of this browser is removed from the stream. */
export function onRemoval(stream: string, removed: () => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === removalKey(stream) && newValue !== null) removed();
  };
  addEventListener("storage", onStorage);
  return () => removeEventListener("storage", onStorage);
}

function storedTimeLeft(stream: string): number {
  const left = Number(loadText(removalKey(stream))) - Date.now();
  if (left <= HOUR) return left;
  saveText(removalKey(stream), String(Date.now() + HOUR)); // the clock was set back: keep to an hour
  return HOUR;
}
