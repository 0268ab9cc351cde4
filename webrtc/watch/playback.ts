/** Plays a stream as the browser's autoplay policy allows: with sound, else muted, else after a click. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { PlaybackState } from "../states.ts";

/** The volume that a person chose. */
export interface Sound {
  /** From 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
}

export interface Playback {
  readonly state: ReadonlySignal<PlaybackState>;
  /**
   * Plays in the element until the returned function is called.
   * @param changed called when the person changes the volume; not when the browser forces the element to be muted
   */
  attach(video: HTMLVideoElement, sound: Sound, changed: (sound: Sound) => void): () => void;
  setMedia(media: MediaStream | null): void;
  /** Call this from a click: browsers then allow sound. */
  play(): Promise<void>;
  dispose(): void;
}

/** How long sound waits for a picture before it plays alone, in milliseconds. */
const PICTURE_TIMEOUT = 1_000;

export function createPlayback(): Playback {
  return new VideoPlayback();
}

class VideoPlayback implements Playback {
  readonly state = signal<PlaybackState>("idle");
  #video: HTMLVideoElement | null = null;
  #media: MediaStream | null = null;
  /** What the person chose, and what the element has. They differ where the browser refuses sound. */
  #wanted: Sound = { volume: 1, muted: false };
  #set: Sound = this.#wanted;
  #stopWaiting = () => {};
  /** The number of the newest attempt to play. Results of older ones are ignored. */
  #newestAttempt = 0;

  attach(video: HTMLVideoElement, sound: Sound, changed: (sound: Sound) => void): () => void {
    this.#video = video;
    this.#wanted = sound;
    this.#setSound(video, sound);
    const stop = new AbortController();
    const on = (event: string, listener: () => void) =>
      video.addEventListener(event, listener, { signal: stop.signal });
    on("play", () => this.#played(video));
    on("pause", () => this.#paused(video));
    on("volumechange", () => {
      const { volume, muted } = video;
      if (volume === this.#set.volume && muted === this.#set.muted) return; // set by this class
      this.#wanted = this.#set = { volume, muted };
      if (this.state.peek() === "muted") this.state.value = "playing";
      changed(this.#wanted);
    });
    this.#begin();
    return () => {
      stop.abort();
      if (this.#video === video) this.#video = null;
      video.srcObject = null;
    };
  }

  setMedia(media: MediaStream | null): void {
    this.#stopWaiting();
    this.#media = media;
    this.#begin();
    if (media !== null) this.#stopWaiting = awaitPicture(media, (ready) => this.#show(ready));
  }

  #show(media: MediaStream): void {
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
    // A person who paused keeps seeing that picture. New media plays when they resume.
    if (this.#media !== null && this.state.peek() === "paused") return;
    video.srcObject = this.#media;
    if (this.#media === null) {
      this.#newestAttempt++;
      this.state.value = "idle";
    } else {
      void this.#attempt();
    }
  }

  /** Whatever started it: this class, the controls, the keys of a headset. */
  #played(video: HTMLVideoElement): void {
    if (this.state.peek() === "paused" || this.state.peek() === "blocked") {
      this.state.value = this.#isMutedByForce ? "muted" : "playing";
    }
    this.#begin();
    if (video.srcObject === null) video.pause(); // nothing to play yet; new media starts by itself
  }

  #paused(video: HTMLVideoElement): void {
    const state = this.state.peek();
    // A stream whose tracks have ended also pauses its element (HTML, "ended playback"): no person did that.
    if (!video.paused || video.ended || video.srcObject === null) return;
    if (state === "playing" || state === "muted") this.state.value = "paused";
  }

  /** Tries the chosen sound first, then muted if the browser refuses. */
  async #attempt(): Promise<void> {
    const video = this.#video;
    if (video === null) return;
    if (video.srcObject !== this.#media) video.srcObject = this.#media;
    const attempt = ++this.#newestAttempt;
    for (const muted of new Set([this.#wanted.muted, true])) {
      this.#setSound(video, { ...this.#wanted, muted });
      try {
        await video.play();
        if (attempt === this.#newestAttempt) {
          this.state.value = this.#isMutedByForce ? "muted" : "playing";
        }
        return;
      } catch (error) {
        if (attempt !== this.#newestAttempt) return;
        // The autoplay policy refused (HTML, "play()"): muted playback may be allowed. Other errors are not about sound.
        if (!(error instanceof DOMException && error.name === "NotAllowedError")) break;
      }
    }
    this.state.value = "blocked";
  }

  get #isMutedByForce(): boolean {
    return this.#set.muted && !this.#wanted.muted;
  }

  #setSound(video: HTMLVideoElement, sound: Sound): void {
    video.volume = sound.volume;
    video.muted = sound.muted;
    this.#set = { volume: video.volume, muted: video.muted }; // iOS has one volume for everything
  }
}

/**
 * An element with a video track plays nothing before the first picture, not even sound (HTML, "potentially playing"). So
 * sound that comes without a picture plays alone until the picture comes.
 * @param show receives what to play from now on
 * @returns stops waiting
 */
function awaitPicture(media: MediaStream, show: (media: MediaStream) => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const [picture] = media.getVideoTracks();
  const [sound] = media.getAudioTracks();
  // A remote track is muted until its first packet has come (WebRTC, 5.3).
  if (!picture?.muted || sound === undefined) return () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soundCame = () =>
    timer ??= setTimeout(() => show(new MediaStream([sound])), PICTURE_TIMEOUT);
  if (sound.muted) sound.addEventListener("unmute", soundCame, { signal });
  else soundCame();
  picture.addEventListener("unmute", () => {
    stop.abort();
    show(media);
  }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  return () => stop.abort();
}
