/** The title of a stream, stored in this browser. */
import { tidyTitle } from "@/signaling/protocol/title.ts";
import { loadText, saveText } from "@/webrtc/storage/local_storage.ts";

const storageKey = (stream: string) => `tuila.title.${stream}`;

export function loadTitle(stream: string): string | null {
  return tidyTitle(loadText(storageKey(stream)) ?? "");
}

export function saveTitle(stream: string, title: string | null): void {
  saveText(storageKey(stream), title);
}
