/**
 * That this browser was removed from a stream: kept for an hour, so that a reload does not bring the viewer back. Only by
 * what the browser keeps: an address may be a whole school's.
 */
import { SYSTEM_CLOCK } from "@/common/clock.ts";
import { keep, kept } from "../storage/local_storage.ts";

const HOUR = 3_600_000;

/** Where it is kept, as the time when it ends, in milliseconds since 1970. The page's head looks there too. */
export const removalKey = (stream: string) => `tuila.removed.${stream}`;

/** As long as the page lives, on the clock that nobody sets. */
const inMemory = new Map<string, number>();

/** @returns when it ends, in milliseconds since 1970 */
export function rememberRemoval(stream: string): number {
  const until = Date.now() + HOUR;
  inMemory.set(stream, SYSTEM_CLOCK.now() + HOUR);
  keep(removalKey(stream), String(until));
  return until;
}

/** @returns when it ends, in milliseconds since 1970; null: this browser was not removed, or long ago */
export function removedUntil(stream: string): number | null {
  const left = Math.max(
    leftAsKept(stream),
    (inMemory.get(stream) ?? -Infinity) - SYSTEM_CLOCK.now(),
  );
  return left > 0 ? Date.now() + left : null;
}

/** Calls back once another page of this browser was removed from the stream. */
export function onRemoval(stream: string, removed: () => void): () => void {
  const heard = ({ key, newValue }: StorageEvent) => {
    if (key === removalKey(stream) && newValue !== null) removed();
  };
  addEventListener("storage", heard);
  return () => removeEventListener("storage", heard);
}

function leftAsKept(stream: string): number {
  const left = Number(kept(removalKey(stream))) - Date.now();
  if (left <= HOUR) return left;
  keep(removalKey(stream), String(Date.now() + HOUR)); // the clock was set back since: no more than an hour all the same
  return HOUR;
}
