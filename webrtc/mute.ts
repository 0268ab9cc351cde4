/** Whether what a device gives is kept from the viewers. */
import { type ReadonlySignal, signal } from "@preact/signals";

type Track = Pick<MediaStreamTrack, "enabled">;

/**
 * Viewers are sent silence, or black, in place of what the device gives (Media Capture and Streams, 4.3.1): their links
 * stay as they are. Outlives the tracks: the next one is as muted as the last.
 */
export class Mute {
  readonly #muted = signal(false);
  #track: Track | null = null;

  get muted(): ReadonlySignal<boolean> {
    return this.#muted;
  }

  setMuted(muted: boolean): void {
    this.#muted.value = muted;
    if (this.#track !== null) this.#track.enabled = !muted;
  }

  /** Has a track follow. To be told of it before it is sent to anyone. */
  adopt(track: Track): void {
    this.#track = track;
    track.enabled = !this.#muted.peek();
  }
}
