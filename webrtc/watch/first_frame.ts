/** How long a person waited for the first picture. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { WatchState } from "../states.ts";

export class FirstFrame {
  /** In milliseconds, once there was one: since the page asked, or since the broadcast began if that was later. */
  readonly took: ReadonlySignal<number | null>;
  readonly #took = signal<number | null>(null);
  #since: number | null = null;

  constructor(readonly now: () => number = () => performance.now()) {
    this.took = this.#took;
  }

  /** The session is doing this now. */
  during(state: WatchState): void {
    if (state === "connecting" || state === "joining" || state === "stuck") {
      this.#since ??= this.now();
    } else if (state !== "playing") this.#since = null; // waits for somebody else
  }

  /**
   * Waits for the first frame of that element.
   * @returns what ends it
   */
  watch(video: HTMLVideoElement): () => void {
    if (!("requestVideoFrameCallback" in video)) return () => {}; // an older Firefox: not known there
    const frame = video.requestVideoFrameCallback(() => this.shown());
    return () => video.cancelVideoFrameCallback(frame);
  }

  /** A frame was shown. */
  shown(): void {
    if (this.#since !== null) this.#took.value ??= this.now() - this.#since;
  }
}
