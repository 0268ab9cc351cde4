/** Where recordings are kept while they grow, and until they are deleted. */
import { openFileStore } from "./file_store.ts";
import { MemoryStore } from "./memory_store.ts";
import type { Recording } from "./states.ts";

/** What is known of a recording from its beginning. */
export type RecordingInfo = Pick<Recording, "stream" | "began" | "mimeType">;

/** The bytes that one MediaRecorder gave: a file of its own, cut off anywhere. */
export interface Stretch {
  /** When it began, in milliseconds of the recording. */
  readonly at: number;
  readonly data: Blob;
}

/** A recording that grows. */
export interface RecordingWriter {
  /** Keeps the next piece of the stretch that began `at`; `end` is when the piece came. */
  append(at: number, end: number, data: Blob): Promise<void>;
  /** Nothing follows. From now on it is among those that are listed. */
  close(): void;
}

/** A file to be written anywhere in, and then read. */
export interface Output {
  readonly writable: WritableStream<
    { type: "write"; data: Uint8Array<ArrayBuffer>; position: number }
  >;
  /** Once it was closed. */
  file(): Promise<Blob>;
}

export interface RecordingStore {
  /** Whether what is kept here is there at the next visit. */
  readonly outlivesPage: boolean;
  create(info: RecordingInfo): Promise<RecordingWriter>;
  /** Those that nobody records any more, the newest first. */
  list(): Promise<Recording[]>;
  read(id: string): Promise<Stretch[]>;
  /** A place for the finished file, where the person cannot choose one. It goes with the recording. */
  output(id: string): Promise<Output>;
  markSaved(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export async function openStore(): Promise<RecordingStore> {
  return await openFileStore() ?? new MemoryStore();
}
