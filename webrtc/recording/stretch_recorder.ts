/**
 * Records stretch after stretch. A MediaRecorder ends with an error when tracks come to or go from its stream
 * (MediaStream Recording, 2.3), so each set of tracks has one of its own, over a stream of its own.
 */

/** The browser's own codecs first: those that every one of them plays. */
const MIME_TYPES = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];

/** How often there is a piece, in milliseconds: what a crash may cost. */
const PIECE = 1_000;

/** Undefined if this browser cannot record. */
export function recordingType(): string | undefined {
  if (typeof globalThis.MediaRecorder !== "function") return undefined;
  return MIME_TYPES.find((type) => MediaRecorder.isTypeSupported(type));
}

export interface StretchEvents {
  /** A piece of the stretch that began `at`. */
  readonly piece: (at: number, data: Blob) => void;
  /** The browser cannot go on. */
  readonly failed: () => void;
}

export class StretchRecorder {
  #tracks = "";
  #recorder: MediaRecorder | null = null;
  /** No two stretches begin at once: it is what tells them apart. */
  #at = -1;
  /** Those that have not given all they have. */
  readonly #unfinished = new Set<Promise<void>>();

  /** @param now milliseconds of the recording */
  constructor(
    readonly mimeType: string,
    readonly now: () => number,
    readonly events: StretchEvents,
  ) {}

  /** Goes on with the tracks of this stream: in the same stretch, if they are the same. */
  record(media: MediaStream): void {
    const live = media.getTracks().filter(({ readyState }) => readyState === "live");
    const tracks = live.map(({ id }) => id).sort().join(" ");
    if (tracks === this.#tracks) return;
    this.#stop();
    this.#tracks = tracks;
    if (live.length > 0) this.#start(new MediaStream(live));
  }

  /** Ends the stretch. Resolves once all of its pieces were given out. */
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
      recorder.start(PIECE);
      this.#recorder = recorder;
      const stopped = new Promise<void>((resolve) => recorder.onstop = () => resolve());
      this.#unfinished.add(stopped);
      stopped.then(() => this.#unfinished.delete(stopped));
    } catch {
      this.events.failed();
    }
  }

  #stop(): void {
    // It has stopped by itself where all of its tracks have ended.
    if (this.#recorder?.state !== "inactive") this.#recorder?.stop();
    this.#recorder = null;
    this.#tracks = "";
  }
}
