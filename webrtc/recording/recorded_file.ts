/** The saved file of a recording: its name, and the two ways to save one. */
import type { RecordingInfo } from "./store.ts";

/** The stream and the beginning of the recording, in local time. */
export function fileName({ stream, began, mimeType }: RecordingInfo): string {
  const at = new Date(began);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const time = [two(at.getHours()), two(at.getMinutes()), two(at.getSeconds())].join("-");
  return `${stream} ${day} ${time}${extension(mimeType)}`;
}

function extension(mimeType: string): ".mp4" | ".webm" {
  return mimeType.startsWith("video/mp4") ? ".mp4" : ".webm";
}

/** File System Access, 3.1.2: not in every browser. */
type SaveFilePicker = (options: {
  readonly suggestedName: string;
  readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
}) => Promise<FileSystemFileHandle>;

declare global {
  interface Window {
    showSaveFilePicker?: SaveFilePicker;
  }
}

/**
 * Lets the person choose where to save a file. Call this directly from a click, before any `await`.
 * @returns null: the browser has no such chooser, so use `download`
 * @throws an AbortError if the person cancels
 */
export async function chooseFile(
  suggestedName: string,
  mimeType: string,
): Promise<FileSystemFileHandle | null> {
  if (self.showSaveFilePicker === undefined) return null;
  const accept = { [mimeType.split(";")[0]]: [extension(mimeType)] };
  return await self.showSaveFilePicker({ suggestedName, types: [{ accept }] });
}

export function download(data: Blob, name: string): void {
  const url = URL.createObjectURL(data);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // Most browsers read the file at once. A minute is for those that ask the person first.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
