/** The title of a stream, kept in this browser from broadcast to broadcast. */
import { tidyTitle } from "@/signaling/protocol.ts";

const name = (stream: string) => `tuila.title.${stream}`;

export function loadTitle(stream: string): string | null {
  try {
    return tidyTitle(localStorage.getItem(name(stream)) ?? "");
  } catch {
    return null; // storage is forbidden
  }
}

export function saveTitle(stream: string, title: string | null): void {
  try {
    if (title === null) localStorage.removeItem(name(stream));
    else localStorage.setItem(name(stream), title);
  } catch { /* storage is forbidden: the title lasts as long as the page */ }
}
