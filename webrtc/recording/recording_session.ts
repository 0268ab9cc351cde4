/** Records what a broadcast sends, stores it in this browser, and saves it as a file. */
import { batch, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { deferred } from "@/common/deferred.ts";
import { chooseFile, download, fileName } from "./recorded_file.ts";
import type { Recording, RecordingProblem, RecordingState, SavingState } from "./states.ts";
import { openStore, type RecordingWriter } from "./store.ts";
import { recordingType, StretchRecorder } from "./stretch_recorder.ts";

export interface RecordingSession {
  readonly state: ReadonlySignal<RecordingState>;
  /** The ended recordings, also of earlier pages. */
  readonly recordings: ReadonlySignal<readonly Recording[]>;
  readonly saving: ReadonlySignal<SavingState>;
  /** Whether recordings last until the next visit; null until that is known. */
  readonly outlivesPage: ReadonlySignal<boolean | null>;
  /** Lists the recordings of earlier visits. */
  restore(): Promise<void>;
  /** Records the preview until it ends, even while its tracks change. */
  start(): Promise<void>;
  stop(): void;
  /** Saves a recording as a file. Call this directly from a click. */
  save(recording: Recording): Promise<void>;
  remove(recording: Recording): Promise<void>;
  /** Ends the current recording, and keeps it. */
  dispose(): void;
}

/** Has no effect until `restore` or `start`. */
export function createRecordingSession(
  stream: string,
  preview: ReadonlySignal<MediaStream | null>,
): RecordingSession {
  return new StreamRecorder(stream, preview);
}

/** Show the free space below this, in bytes. */
const LITTLE_SPACE = 500_000_000;
/** In pieces. */
const SPACE_CHECK_INTERVAL = 10;

class StreamRecorder implements RecordingSession {
  readonly state = signal<RecordingState>({ name: "ready", problem: null });
  readonly recordings = signal<readonly Recording[]>([]);
  readonly saving = signal<SavingState>({ name: "idle" });
  readonly outlivesPage = signal<boolean | null>(null);
  readonly #store = lazily(openStore);
  #stopGuarding = () => {};
  /** Ends the current recording. */
  #end: (problem: RecordingProblem | null) => void = () => {};

  constructor(
    readonly stream: string,
    readonly preview: ReadonlySignal<MediaStream | null>,
    readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  async restore(): Promise<void> {
    this.#stopGuarding();
    this.#stopGuarding = effect(() => this.#guard());
    await this.#refresh();
  }

  /** If recordings end with the page, makes the browser ask before it closes the page. */
  #guard(): (() => void) | void {
    const isUnsaved = this.state.value.name === "recording" ||
      this.recordings.value.some(({ saved }) => !saved);
    if (this.outlivesPage.value !== false || !isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault();
      event.returnValue = true; // for Chromium before 119
    };
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }

  async #refresh(): Promise<void> {
    try {
      const store = await this.#store();
      const recordings = await store.list();
      batch(() => {
        this.outlivesPage.value = store.outlivesPage;
        this.recordings.value = recordings;
      });
    } catch { /* unreadable storage has no recordings */ }
  }

  async start(): Promise<void> {
    if (this.state.peek().name === "recording") return;
    const mimeType = recordingType();
    if (mimeType === undefined) return this.#ready("unsupported");
    this.state.value = { name: "recording", length: 0, bytes: 0, spaceLeft: null };
    let isWanted = true;
    this.#end = () => isWanted = false;
    try {
      const store = await this.#store();
      this.outlivesPage.value = store.outlivesPage;
      // Do not wait for this: the browser may ask the person.
      if (store.outlivesPage) navigator.storage.persist?.().catch(() => {});
      const writer = await store.create({ stream: this.stream, began: Date.now(), mimeType });
      if (!isWanted) {
        writer.close();
        return this.#ready(null);
      }
      await this.#record(writer, mimeType);
      await this.#refresh();
    } catch (error) {
      this.#ready(problemOf(error));
    }
  }

  /** Resolves when the recording has ended and all of it is stored. */
  async #record(writer: RecordingWriter, mimeType: string): Promise<void> {
    const ended = deferred<RecordingProblem | null>();
    this.#end = ended.resolve;
    const began = this.clock.now();
    const now = () => this.clock.now() - began;
    let writing = Promise.resolve();
    let pieces = 0;
    let length = 0;
    let bytes = 0;
    let spaceLeft: number | null = null;
    /** The first failure ends the recording, because pieces after a missing one are useless. */
    const store = async (at: number, end: number, data: Blob) => {
      await writer.append(at, end, data);
      bytes += data.size;
      length = end;
      if (pieces++ % SPACE_CHECK_INTERVAL === 0) spaceLeft = await littleSpace();
      if (this.state.peek().name === "recording") {
        this.state.value = { name: "recording", length, bytes, spaceLeft };
      }
    };
    let last = -1;
    const recorder = new StretchRecorder(mimeType, now, {
      piece: (at, data) => {
        const end = last = Math.max(now(), last + 1); // each piece needs its own name
        writing = writing.then(() => store(at, end, data));
        writing.catch((error) => ended.resolve(problemOf(error)));
      },
      failed: () => ended.resolve("interrupted"),
    });
    const stopFollowing = effect(() => {
      const media = this.preview.value;
      if (media === null) ended.resolve(null);
      else recorder.record(media);
    });
    const problem = await ended.promise;
    stopFollowing();
    await recorder.end();
    const failure = await writing.then(() => null, problemOf);
    writer.close();
    this.#ready(problem ?? failure);
  }

  stop(): void {
    this.#end(null);
  }

  async save(recording: Recording): Promise<void> {
    if (this.saving.peek().name === "saving") return;
    const { id, mimeType, length } = recording;
    const showProgress = (time: number) => {
      this.saving.value = { name: "saving", id, share: Math.min(1, time / length) };
    };
    const name = fileName(recording);
    try {
      const chosen = await chooseFile(name, mimeType);
      showProgress(0);
      const store = await this.#store();
      const stretches = await store.read(id);
      const { join } = await import("./join.ts");
      const output = chosen === null
        ? await store.output(id)
        : { writable: await chosen.createWritable(), file: null };
      await join(stretches, mimeType, output.writable, showProgress);
      if (output.file !== null) download(await output.file(), name);
      await store.markSaved(id);
      this.saving.value = { name: "idle" };
    } catch (error) {
      this.saving.value = isAbort(error)
        ? { name: "idle" }
        : { name: "failed", id, problem: isQuota(error) ? "no-space" : "not-saved" };
    }
    await this.#refresh();
  }

  async remove({ id }: Recording): Promise<void> {
    try {
      await (await this.#store()).remove(id);
    } catch { /* another page has deleted it, or is saving it: the list shows that */ }
    await this.#refresh();
  }

  dispose(): void {
    this.#stopGuarding();
    this.#end(null);
  }

  #ready(problem: RecordingProblem | null): void {
    this.#end = () => {};
    this.state.value = { name: "ready", problem };
  }
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => made ??= make();
}

function problemOf(error: unknown): RecordingProblem {
  return isQuota(error) ? "no-space" : "interrupted";
}

function isQuota(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** The free space in bytes; null: there is plenty, or the browser does not tell. */
async function littleSpace(): Promise<number | null> {
  try {
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
    return quota - usage < LITTLE_SPACE ? Math.max(0, quota - usage) : null;
  } catch {
    return null;
  }
}
