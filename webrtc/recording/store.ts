/** Stores recordings, from their beginning until they are deleted. */
import { openFileStore } from "./file_store.ts";
import { MemoryStore } from "./memory_store.ts";
import type { Recording } from "./states.ts";

/** The data of a recording that are known at its beginning. */
export type RecordingInfo = Pick<Recording, "stream" | "began" | "mimeType">;

/** The output of one MediaRecorder: a file that may be cut off anywhere. */
export interface Stretch {
  /** When it began, in milliseconds of the recording. */
  readonly at: number;
  readonly data: Blob;
}

/** Writes a recording. */
export interface RecordingWriter {
  /** Stores the next piece of the stretch that began `at`; `end` is when the piece came. */
  append(at: number, end: number, data: Blob): Promise<void>;
  /** Ends the recording. From now on `list` contains it. */
  close(): void;
}

/** A file with random-access writes. */
export interface Output {
  readonly writable: WritableStream<
    { type: "write"; data: Uint8Array<ArrayBuffer>; position: number }
  >;
  /** The file, after `writable` is closed. */
  file(): Promise<Blob>;
}

export interface RecordingStore {
  /** Whether recordings last until the next visit. */
  readonly outlivesPage: boolean;
  create(info: RecordingInfo): Promise<RecordingWriter>;
  /** The ended recordings, the newest first. */
  list(): Promise<Recording[]>;
  read(id: string): Promise<Stretch[]>;
  /** A temporary file for browsers that have no file chooser. It is removed with the recording. */
  output(id: string): Promise<Output>;
  markSaved(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export async function openStore(): Promise<RecordingStore> {
  return await openFileStore() ?? new MemoryStore();
}
