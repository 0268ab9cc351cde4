/**
 * What a broadcast is made of: camera, screen and microphone go in, one picture and one sound come out. Any of them may
 * come, go or change at any time; whoever sends what comes out replaces its tracks.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { ALL_MEDIA, isSameMedia, type Media } from "@/signaling/protocol/description.ts";
import {
  capture,
  captureDevice,
  CaptureError,
  captureScreen,
  type Choice,
  process,
} from "./capture.ts";
import { type Darkness, type Device, DEVICES, type Faults, type Source } from "../states.ts";
import { arrange } from "./arrangement.ts";
import type { MicrophoneMode, Picture, Sound, SoundSetting, SoundSettings } from "./choices.ts";
import { Compositor } from "./compositor.ts";
import { Devices } from "./devices.ts";
import { mediaOf } from "./given.ts";
import { type Input, Mixer } from "./mixer.ts";
import { PictureWatch } from "./picture_watch.ts";
import { NO_TRACKS, SOURCE_NAMES, type SourceName, type Tracks, watchOver } from "./tracks.ts";

/** Something that can be kept from the viewers while their links stay as they are. */
export interface Mutable {
  readonly muted: ReadonlySignal<boolean>;
  setMuted(muted: boolean): void;
}

const AS_IT_COMES: SoundSetting = { level: 1, muted: false };

export class Sources {
  readonly #tracks = signal<Tracks>(NO_TRACKS);
  readonly #media = signal<MediaStream | null>(null);
  readonly #wish = signal<Picture>("both");
  readonly #sounds = signal<SoundSettings>({ microphone: AS_IT_COMES, screen: AS_IT_COMES });
  readonly #isPictureOff = signal(false);
  readonly #given = signal(ALL_MEDIA);
  readonly #darkness = signal<Darkness | null>(null);
  readonly #watch = new PictureWatch(() => this.#tellGiven());
  readonly #devices = new Devices();
  readonly #mixer = new Mixer(() => this.#arrange());
  #compositor: Compositor | null = null;
  /** Tracks whose device another program has. */
  readonly #absent = new Set<MediaStreamTrack>();
  /** Devices that went away by themselves, and were not asked for since. */
  readonly #lost = new Set<Device>();
  /** The asking under way. */
  readonly #beginning = signal<Promise<Faults> | null>(null);
  readonly #mode = signal<MicrophoneMode>("speech");
  /** Counts what was let go: what an older capture still brings is not wanted any more. */
  #epoch = 0;

  /** @param told a device went away by itself (unplugged, or taken by another program), or is there again */
  constructor(readonly told: (device: Device, present: boolean) => void) {}

  /** What is sent; another `MediaStream` whenever one of its tracks is another. null: nothing was begun. */
  get media(): ReadonlySignal<MediaStream | null> {
    return this.#media;
  }

  get tracks(): ReadonlySignal<Tracks> {
    return this.#tracks;
  }

  get wish(): ReadonlySignal<Picture> {
    return this.#wish;
  }

  get sounds(): ReadonlySignal<SoundSettings> {
    return this.#sounds;
  }

  /** What there is of picture and sound for the viewers. */
  get given(): ReadonlySignal<Media> {
    return this.#given;
  }

  get darkness(): ReadonlySignal<Darkness | null> {
    return this.#darkness;
  }

  get devices() {
    return this.#devices.list;
  }

  /** Whether the browser asks the person, or starts the devices. */
  readonly isAsking = computed(() => this.#beginning.value !== null);

  /** The camera and microphone that are in use. */
  get inUse(): readonly Device[] {
    return DEVICES.filter((device) => this.#tracks.peek()[device] !== null);
  }

  /** The same, and the screen. */
  get there(): readonly Source[] {
    return this.#tracks.peek().screen === null ? this.inUse : [...this.inUse, "screen"];
  }

  /** Those of the devices in use that another program has. */
  get taken(): readonly Device[] {
    const tracks = this.#tracks.peek();
    return this.inUse.filter((device) => this.#there(tracks[device]) === null);
  }

  /**
   * Asks for these devices. Where something was begun already, that is what the person wants, and only what went away by
   * itself is asked for.
   * @returns why some of them could not be had
   * @throws CaptureError where there can be none at all
   */
  async begin(wanted: readonly Device[] = DEVICES): Promise<Faults> {
    const isBegun = (this.#media.peek()?.getTracks().length ?? 0) > 0;
    const asked = isBegun ? wanted.filter((device) => this.#lost.has(device)) : wanted;
    if (this.#beginning.peek() === null && asked.length === 0) return {};
    const beginning = this.#beginning.peek() ?? this.#ask(asked);
    this.#beginning.value = beginning;
    try {
      return await beginning;
    } finally {
      if (this.#beginning.peek() === beginning) this.#beginning.value = null;
    }
  }

  async #ask(asked: readonly Device[]): Promise<Faults> {
    const epoch = this.#epoch;
    const isWanted = () => epoch === this.#epoch;
    const { tracks, faults } = await capture(asked, this.#mode.peek(), isWanted);
    if (!isWanted()) {
      for (const track of tracks) track.stop();
      return {};
    }
    for (const device of asked) this.#lost.delete(device);
    const camera = tracks.find(({ kind }) => kind === "video");
    const microphone = tracks.find(({ kind }) => kind === "audio");
    if (tracks.length > 0) this.#set({ ...camera && { camera }, ...microphone && { microphone } });
    return faults;
  }

  /**
   * Takes another camera or microphone into use, in place of the one before.
   * @throws CaptureError; the one before is kept, if it still can be
   */
  async use(device: Device, choice: Choice = {}): Promise<void> {
    const epoch = this.#epoch;
    const before = this.#tracks.peek()[device];
    try {
      const track = await captureInPlaceOf(before, device, this.#mode.peek(), choice);
      if (epoch !== this.#epoch) return track.stop();
      this.#lost.delete(device);
      this.#set(of(device, track));
      this.told(device, true);
    } catch (error) {
      if (before?.readyState === "ended" && this.#tracks.peek()[device] === before) {
        this.#lost.add(device);
        this.#set(of(device, null));
        this.told(device, false);
      }
      throw error;
    }
  }

  /** The camera on the other side of a phone. */
  async flip(): Promise<void> {
    const facing = this.#tracks.peek().camera?.getSettings().facingMode;
    await this.use("camera", { facing: facing === "environment" ? "user" : "environment" });
  }

  /** Lets go of a camera or microphone: its light goes out. */
  drop(device: Device): void {
    this.#lost.delete(device);
    this.#set(of(device, null));
    this.told(device, true); // it is not missed
  }

  /**
   * Shares a screen, a window or a tab, and its sound where there is any. Resolves with whether one was chosen.
   * @throws CaptureError also where the screen is shared, and the microphone that was to go with it could not be had
   */
  async shareScreen(): Promise<boolean> {
    const epoch = this.#epoch;
    const isFirst = this.#media.peek() === null;
    const screen = await captureScreen();
    if (screen === null) return false;
    if (epoch !== this.#epoch) {
      screen.picture.stop();
      screen.sound?.stop();
      return false;
    }
    this.#set({ screen: screen.picture, screenSound: screen.sound });
    // Who shows a screen usually has something to say of it.
    if (isFirst) await this.use("microphone");
    return true;
  }

  stopScreen(): void {
    this.#set({ screen: null, screenSound: null });
  }

  /** Which picture is sent, while there are two. */
  show(wish: Picture): void {
    this.#wish.value = wish;
    this.#arrange();
  }

  setSound(sound: Sound, setting: Partial<SoundSetting>): void {
    const before = this.#sounds.peek();
    this.#sounds.value = { ...before, [sound]: { ...before[sound], ...setting } };
    this.#arrange();
  }

  get microphoneMode(): ReadonlySignal<MicrophoneMode> {
    return this.#mode;
  }

  /**
   * What the microphone is for: the one in use follows at once.
   * @throws CaptureError where it does not; it goes on as it was
   */
  async setMicrophoneMode(mode: MicrophoneMode): Promise<void> {
    this.#mode.value = mode;
    const track = this.#tracks.peek().microphone;
    if (track === null || await process(track, mode)) return;
    await this.use("microphone", { id: track.getSettings().deviceId });
  }

  /** Whether the microphone is kept from the viewers. Outlives it: the next one is as muted as the last. */
  readonly microphone: Mutable = {
    muted: computed(() => this.#sounds.value.microphone.muted),
    setMuted: (muted) => this.setSound("microphone", { muted }),
  };

  /** The same for the picture: viewers see black in its place. */
  readonly picture: Mutable = {
    muted: this.#isPictureOff,
    setMuted: (muted) => {
      this.#isPictureOff.value = muted;
      this.#arrange();
    },
  };

  /** How loud a sound is now, from 0 to 1. */
  loudness(sound: Sound): number {
    return this.#mixer.loudness(sound);
  }

  /** Lets go of everything. What the person has chosen is kept for the next time. */
  release(): void {
    this.#epoch++;
    this.#beginning.value = null;
    this.#lost.clear();
    this.#media.value = null;
    this.#replaceTracks(NO_TRACKS);
    this.#mixer.close();
    this.#devices.unwatch();
  }

  #set(changed: Partial<Tracks>): void {
    this.#replaceTracks({ ...this.#tracks.peek(), ...changed });
    this.#devices.watch(); // they have names from the first grant on
  }

  /** Everything that is captured has its end here. */
  #replaceTracks(next: Tracks): void {
    const before = this.#tracks.peek();
    this.#tracks.value = next;
    for (const name of SOURCE_NAMES) {
      const track = next[name];
      if (track === null || track === before[name]) continue;
      watchOver(track, (is) => this.#changed(name, track, is));
    }
    // What is sent changes first, so that no viewer sees the end of what was replaced.
    this.#arrange();
    for (const name of SOURCE_NAMES) {
      const track = before[name];
      if (track === null || track === next[name]) continue;
      this.#absent.delete(track);
      track.stop();
    }
  }

  #changed(name: SourceName, track: MediaStreamTrack, is: "ended" | "absent" | "present"): void {
    if (this.#tracks.peek()[name] !== track) return;
    if (is === "absent") this.#absent.add(track);
    else this.#absent.delete(track);
    if (is !== "ended") this.#arrange();
    else if (name === "screen") this.stopScreen(); // its sound may go on for a moment
    else this.#set(of(name, null));
    if (name !== "camera" && name !== "microphone") return;
    if (is === "ended") this.#lost.add(name);
    this.told(name, is === "present");
  }

  /** Puts together what is sent, from what there is. */
  #arrange(): void {
    const { camera, screen, microphone, screenSound } = this.#tracks.peek();
    const pictures = { camera: this.#there(camera), screen: this.#there(screen) };
    const shown = arrange(this.#wish.peek(), {
      camera: pictures.camera !== null,
      screen: pictures.screen !== null,
    });
    const picture = this.#picture(shown, pictures);
    const { microphone: spoken, screen: played } = this.#sounds.peek();
    const sound = this.#mixer.mix({
      microphone: this.#input(microphone, spoken),
      screen: this.#input(screenSound, played),
    });
    for (const track of [camera, screen, picture]) {
      if (track !== null) track.enabled = !this.#isPictureOff.peek();
    }
    this.#send([picture, sound].filter((track) => track !== null));
    this.#watch.watch(this.#isPictureOff.peek() ? null : picture);
    this.#tellGiven();
    if (shown === "both") return;
    this.#compositor?.close();
    this.#compositor = null;
  }

  /** Tells what viewers get of it, for those who send it and for those who are told. */
  #tellGiven(): void {
    const { camera, screen, microphone, screenSound } = this.#tracks.peek();
    const isBegun = this.#media.peek() !== null;
    const isPictureOff = this.#isPictureOff.peek();
    const isThere = this.#there(camera) !== null || this.#there(screen) !== null;
    const hasAny = camera !== null || screen !== null;
    const is = isThere ? this.#watch.seen : hasAny ? "nothing" : "picture";
    const settings = this.#sounds.peek();
    const given = mediaOf({
      picture: !hasAny ? "none" : is === "nothing" ? "absent" : "present",
      isPictureOff,
      sounds: [
        ...this.#there(microphone) === null ? [] : [settings.microphone],
        ...this.#there(screenSound) === null ? [] : [settings.screen],
      ],
    });
    const next = isBegun ? given : ALL_MEDIA;
    if (!isSameMedia(next, this.#given.peek())) this.#given.value = next;
    const of = screen !== null && this.#wish.peek() !== "camera" ? "screen" : "camera";
    this.#darkness.value = isBegun && !isPictureOff && is !== "picture" ? { of, is } : null;
  }

  #send(tracks: readonly MediaStreamTrack[]): void {
    const before = this.#media.peek()?.getTracks();
    if (before === undefined && tracks.length === 0) return; // nothing was begun
    const isSame = before?.length === tracks.length &&
      tracks.every((track) => before.includes(track));
    if (!isSame) this.#media.value = new MediaStream([...tracks]);
  }

  #picture(
    shown: Picture | null,
    { camera, screen }: Readonly<Record<"camera" | "screen", MediaStreamTrack | null>>,
  ): MediaStreamTrack | null {
    if (shown === null) return null;
    if (shown !== "both" || camera === null || screen === null) {
      return shown === "camera" ? camera : screen;
    }
    this.#compositor ??= new Compositor(() => this.#arrange());
    this.#compositor.show(screen, camera);
    return this.#compositor.isReady ? this.#compositor.track : screen;
  }

  #input(track: MediaStreamTrack | null, { level, muted }: SoundSetting): Input | null {
    if (track !== null) track.enabled = !muted;
    const there = this.#there(track);
    return there === null ? null : { track: there, level };
  }

  /** null: there is none, or another program has its device. */
  #there(track: MediaStreamTrack | null): MediaStreamTrack | null {
    return track === null || this.#absent.has(track) ? null : track;
  }
}

/** Phones give one camera at a time: where the one before is in the way, it is let go first. */
async function captureInPlaceOf(
  before: MediaStreamTrack | null,
  device: Device,
  mode: MicrophoneMode,
  choice: Choice,
): Promise<MediaStreamTrack> {
  try {
    return await captureDevice(device, mode, choice);
  } catch (error) {
    const isInTheWay = error instanceof CaptureError && error.problem === `${device}-busy`;
    if (before === null || !isInTheWay) throw error;
    before.stop();
    return await captureDevice(device, mode, choice);
  }
}

function of(name: SourceName, track: MediaStreamTrack | null): Partial<Tracks> {
  return { [name]: track };
}
