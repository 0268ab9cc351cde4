/** Measures how long a person waits for the first picture. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { WatchState } from "../states.ts";

export class FirstFrame {
  /** In milliseconds, from the page's request or the start of the broadcast, whichever is later; null before the first frame. */
  readonly took: ReadonlySignal<number | null>;
  readonly #took = signal<number | null>(null);
  #since: number | null = null;

  constructor(readonly now: () => number = () => performance.now()) {
    this.took = this.#took;
  }

  /** Call this with each state of the session. */
  during(state: WatchState): void {
    if (state === "connecting" || state === "joining" || state === "stuck") {
      this.#since ??= this.now();
    } else if (state !== "playing") this.#since = null; // waiting for the broadcaster does not count
  }

  /**
   * Waits for the element's first frame.
   * @returns stops waiting
   */
  watch(video: HTMLVideoElement): () => void {
    if (!("requestVideoFrameCallback" in video)) return () => {}; // an older Firefox
    const frame = video.requestVideoFrameCallback(() => this.shown());
    return () => video.cancelVideoFrameCallback(frame);
  }

  /** The element has shown a frame. */
  shown(): void {
    if (this.#since !== null) this.#took.value ??= this.now() - this.#since;
  }
}
