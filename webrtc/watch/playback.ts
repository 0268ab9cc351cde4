/** Plays what comes in, as far as the browser lets it: with sound, else muted, else after a click. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { PlaybackState } from "../states.ts";

/** How loud a person wants it. */
export interface Sound {
  /** From 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
}

export interface Playback {
  readonly state: ReadonlySignal<PlaybackState>;
  /**
   * Plays in that element, until the returned function is called.
   * @param changed is told what the person made of the sound; not what the browser's refusal made of it
   */
  attach(video: HTMLVideoElement, sound: Sound, changed: (sound: Sound) => void): () => void;
  setMedia(media: MediaStream | null): void;
  /** To be called by a click: with that, browsers allow sound. */
  play(): Promise<void>;
  dispose(): void;
}

/** So long after the sound, in milliseconds, the picture is not waited for any more. */
const PICTURE_IS_LATE = 1_000;

export function createPlayback(): Playback {
  return new VideoPlayback();
}

class VideoPlayback implements Playback {
  readonly state = signal<PlaybackState>("idle");
  #video: HTMLVideoElement | null = null;
  #media: MediaStream | null = null;
  /** What the person wants, and what was set last: a refusal makes them differ. */
  #wanted: Sound = { volume: 1, muted: false };
  #set: Sound = this.#wanted;
  #stopWaiting = () => {};
  /** The try under way: what an older one still brings is let go. */
  #try = 0;

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
      if (volume === this.#set.volume && muted === this.#set.muted) return; // our own doing
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
    // Who paused keeps the picture at which that was. What came since plays when they go on.
    if (this.#media !== null && this.state.peek() === "paused") return;
    video.srcObject = this.#media;
    if (this.#media === null) {
      this.#try++;
      this.state.value = "idle";
    } else {
      void this.#attempt();
    }
  }

  /** By whoever: this class, the controls, the keys of a headset. */
  #played(video: HTMLVideoElement): void {
    if (this.state.peek() === "paused" || this.state.peek() === "blocked") {
      this.state.value = this.#isMutedByForce ? "muted" : "playing";
    }
    this.#begin();
    if (video.srcObject === null) video.pause(); // there is nothing to play yet; when there is, it plays
  }

  #paused(video: HTMLVideoElement): void {
    const state = this.state.peek();
    // A stream whose tracks have ended pauses its element too (HTML, "ended playback"): not a person's wish.
    if (!video.paused || video.ended || video.srcObject === null) return;
    if (state === "playing" || state === "muted") this.state.value = "paused";
  }

  /** With the wanted sound first; muted where the browser refuses that. */
  async #attempt(): Promise<void> {
    const video = this.#video;
    if (video === null) return;
    if (video.srcObject !== this.#media) video.srcObject = this.#media;
    const attempt = ++this.#try;
    for (const muted of new Set([this.#wanted.muted, true])) {
      this.#setSound(video, { ...this.#wanted, muted });
      try {
        await video.play();
        if (attempt === this.#try) this.state.value = this.#isMutedByForce ? "muted" : "playing";
        return;
      } catch (error) {
        if (attempt !== this.#try) return;
        // Refused (HTML, "play()"): the next way may be allowed. Anything else is not about being muted.
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
 * An element with a track for a picture plays nothing, sound neither, before the first picture (HTML, "potentially
 * playing"): a sound that comes alone is played alone, until there is a picture.
 * @param show is given what to play from now on
 * @returns what ends it
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
    timer ??= setTimeout(() => show(new MediaStream([sound])), PICTURE_IS_LATE);
  if (sound.muted) sound.addEventListener("unmute", soundCame, { signal });
  else soundCame();
  picture.addEventListener("unmute", () => {
    stop.abort();
    show(media);
  }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  return () => stop.abort();
}
