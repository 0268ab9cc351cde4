/** Makes the one picture and the one sound that are sent of the sources that are captured, and says what they show. */
import { signal } from "@preact/signals";
import { ALL_MEDIA, isSameMedia } from "@/signaling/protocol/description.ts";
import type { Darkness } from "../states.ts";
import { arrange } from "./arrangement.ts";
import type { Picture, Sound, SoundSetting, SoundSettings } from "./choices.ts";
import { Compositor } from "./compositor.ts";
import { type Input, Mixer } from "./mixer.ts";
import { PictureWatch } from "./picture_watch.ts";
import { mediaOf } from "./sent_media.ts";
import type { Tracks } from "./tracks.ts";

/** The captured sources, and what the person chose of them. */
export interface Captured {
  readonly tracks: Tracks;
  readonly wish: Picture;
  readonly sounds: SoundSettings;
  readonly isPictureOff: boolean;
  /** Tracks whose device another program uses. */
  readonly absent: ReadonlySet<MediaStreamTrack>;
}

export class Output {
  /** What is sent. A new `MediaStream` whenever a track changes; null: nothing is captured. */
  readonly media = signal<MediaStream | null>(null);
  /** Whether viewers get a picture and sound. */
  readonly sentMedia = signal(ALL_MEDIA);
  readonly darkness = signal<Darkness | null>(null);
  readonly #watch = new PictureWatch(() => this.#updateSentMedia());
  readonly #mixer = new Mixer(() => this.arrange());
  #compositor: Compositor | null = null;

  /** @param captured what is captured now */
  constructor(readonly captured: () => Captured) {}

  /** The loudness of a sound now, from 0 to 1. */
  loudness(sound: Sound): number {
    return this.#mixer.loudness(sound);
  }

  close(): void {
    this.#mixer.close();
  }

  /** Makes the tracks to send from the present sources. */
  arrange(): void {
    const { camera, screen, microphone, screenSound } = this.captured().tracks;
    const pictures = { camera: this.#present(camera), screen: this.#present(screen) };
    const shown = arrange(this.captured().wish, {
      camera: pictures.camera !== null,
      screen: pictures.screen !== null,
    });
    const picture = this.#picture(shown, pictures);
    const settings = this.captured().sounds;
    const sound = this.#mixer.mix({
      microphone: this.#input(microphone, settings.microphone),
      screen: this.#input(screenSound, settings.screen),
    });
    for (const track of [camera, screen, picture]) {
      if (track !== null) track.enabled = !this.captured().isPictureOff;
    }
    this.#send([picture, sound].filter((track) => track !== null));
    this.#watch.watch(this.captured().isPictureOff ? null : picture);
    this.#updateSentMedia();
    if (shown === "both") return;
    this.#compositor?.close();
    this.#compositor = null;
  }

  #updateSentMedia(): void {
    const { camera, screen, microphone, screenSound } = this.captured().tracks;
    const isBegun = this.media.peek() !== null;
    const isPictureOff = this.captured().isPictureOff;
    const isPresent = this.#present(camera) !== null ||
      this.#present(screen) !== null;
    const hasAny = camera !== null || screen !== null;
    const seen = isPresent ? this.#watch.seen : hasAny ? "nothing" : "picture";
    const settings = this.captured().sounds;
    const media = mediaOf({
      picture: !hasAny ? "none" : seen === "nothing" ? "absent" : "present",
      isPictureOff,
      sounds: [
        ...this.#present(microphone) === null ? [] : [settings.microphone],
        ...this.#present(screenSound) === null ? [] : [settings.screen],
      ],
    });
    const next = isBegun ? media : ALL_MEDIA;
    if (!isSameMedia(next, this.sentMedia.peek())) this.sentMedia.value = next;
    const of = screen !== null && this.captured().wish !== "camera" ? "screen" : "camera";
    const isDark = isBegun && !isPictureOff && seen !== "picture";
    this.darkness.value = isDark ? { of, is: seen } : null;
  }

  #send(tracks: readonly MediaStreamTrack[]): void {
    const before = this.media.peek()?.getTracks();
    if (before === undefined && tracks.length === 0) return; // nothing is captured
    const isSame = before?.length === tracks.length &&
      tracks.every((track) => before.includes(track));
    if (!isSame) this.media.value = new MediaStream([...tracks]);
  }

  #picture(
    shown: Picture | null,
    { camera, screen }: Readonly<Record<"camera" | "screen", MediaStreamTrack | null>>,
  ): MediaStreamTrack | null {
    if (shown === null) return null;
    if (shown !== "both" || camera === null || screen === null) {
      return shown === "camera" ? camera : screen;
    }
    this.#compositor ??= new Compositor(() => this.arrange());
    this.#compositor.show(screen, camera);
    return this.#compositor.isReady ? this.#compositor.track : screen;
  }

  #input(track: MediaStreamTrack | null, { level, muted }: SoundSetting): Input | null {
    if (track !== null) track.enabled = !muted;
    const present = this.#present(track);
    return present === null ? null : { track: present, level };
  }

  /** The track if its device works; null: there is none, or another program uses the device. */
  #present(track: MediaStreamTrack | null): MediaStreamTrack | null {
    return track === null || this.captured().absent.has(track) ? null : track;
  }
}
