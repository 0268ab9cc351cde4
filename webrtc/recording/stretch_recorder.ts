/**
 * Records one stretch after the other. A MediaRecorder fails when tracks are added to or removed from its stream (MediaStream
 * Recording, 2.3), so each set of tracks has its own recorder and its own stream.
 */

/** In order of preference: every browser plays the first. */
const MIME_TYPES = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];

/** In milliseconds. A crash loses at most one piece. */
const PIECE_LENGTH = 1_000;

/** Undefined if this browser cannot record. */
export function recordingType(): string | undefined {
  if (typeof globalThis.MediaRecorder !== "function") return undefined;
  return MIME_TYPES.find((type) => MediaRecorder.isTypeSupported(type));
}

export interface StretchEvents {
  /** A piece of the stretch that began `at`. */
  readonly piece: (at: number, data: Blob) => void;
  /** The browser's recorder failed. */
  readonly failed: () => void;
}

export class StretchRecorder {
  #tracks = "";
  #recorder: MediaRecorder | null = null;
  /** The beginning of the last stretch. It identifies a stretch, so no two may be equal. */
  #at = -1;
  /** Stopped recorders whose last piece has not come yet. */
  readonly #unfinished = new Set<Promise<void>>();

  /** @param now milliseconds of the recording */
  constructor(
    readonly mimeType: string,
    readonly now: () => number,
    readonly events: StretchEvents,
  ) {}

  /** Records the tracks of this stream from now on. Starts a new stretch if they differ from the current ones. */
  record(media: MediaStream): void {
    const live = media.getTracks().filter(({ readyState }) => readyState === "live");
    const tracks = live.map(({ id }) => id).sort().join(" ");
    if (tracks === this.#tracks) return;
    this.#stop();
    this.#tracks = tracks;
    if (live.length > 0) this.#start(new MediaStream(live));
  }

  /** Ends the stretch. Resolves when all of its pieces have come. */
  async end(): Promise<void> {
    this.#stop();
    await Promise.all(this.#unfinished);
  }

  #start(media: MediaStream): void {
    const at = this.#at = Math.max(this.now(), this.#at + 1);
    try {
      const recorder = new MediaRecorder(media, { mimeType: this.mimeType });
      recorder.ondataavailable = ({ data }) => {
        if (data.size > 0) this.events.piece(at, data);
      };
      recorder.onerror = () => this.events.failed();
      recorder.start(PIECE_LENGTH);
      this.#recorder = recorder;
      const stopped = new Promise<void>((resolve) => recorder.onstop = () => resolve());
      this.#unfinished.add(stopped);
      stopped.then(() => this.#unfinished.delete(stopped));
    } catch {
      this.events.failed();
    }
  }

  #stop(): void {
    // A recorder stops by itself when all of its tracks have ended.
    if (this.#recorder?.state !== "inactive") this.#recorder?.stop();
    this.#recorder = null;
    this.#tracks = "";
  }
}
