/** Plays what comes in, as far as the browser lets it: with sound, else muted, else after a click. */
import { type ReadonlySignal, signal } from "@preact/signals";

/** `muted`: a click may unmute. `blocked`: nothing plays without a click. */
export type PlaybackState = "idle" | "playing" | "muted" | "blocked";

export interface Playback {
  readonly state: ReadonlySignal<PlaybackState>;
  /** Plays in that element, until the returned function is called. */
  attach(video: HTMLVideoElement): () => void;
  setMedia(media: MediaStream | null): void;
  /** To be called by a click: with that the browser allows it, with sound. */
  play(): Promise<void>;
  dispose(): void;
}

export function createPlayback(): Playback {
  return new VideoPlayback();
}

class VideoPlayback implements Playback {
  readonly state = signal<PlaybackState>("idle");
  #video: HTMLVideoElement | null = null;
  #media: MediaStream | null = null;
  /** The try under way: what an older one still brings is let go. */
  #try = 0;

  attach(video: HTMLVideoElement): () => void {
    this.#video = video;
    this.#begin();
    return () => {
      if (this.#video === video) this.#video = null;
      video.srcObject = null;
    };
  }

  setMedia(media: MediaStream | null): void {
    this.#media = media;
    this.#begin();
  }

  play(): Promise<void> {
    return this.#attempt();
  }

  dispose(): void {
    this.setMedia(null);
  }

  #begin(): void {
    const video = this.#video;
    if (video === null || video.srcObject === this.#media) return;
    video.srcObject = this.#media;
    if (this.#media === null) {
      this.#try++;
      this.state.value = "idle";
    } else {
      void this.#attempt();
    }
  }

  /** With sound first; muted where the browser refuses that. */
  async #attempt(): Promise<void> {
    const video = this.#video;
    if (video === null) return;
    const attempt = ++this.#try;
    for (const muted of [false, true]) {
      video.muted = muted;
      try {
        await video.play();
        if (attempt === this.#try) this.state.value = muted ? "muted" : "playing";
        return;
      } catch (error) {
        if (attempt !== this.#try) return;
        // Refused (HTML, "play()"): the next way may be allowed. Anything else is not about being muted.
        if (!(error instanceof DOMException && error.name === "NotAllowedError")) break;
      }
    }
    this.state.value = "blocked";
  }
}
