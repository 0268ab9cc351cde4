/**
 * The sources of a broadcast: camera, screen and microphone. Each may start, end or change at any time; the sender then
 * replaces its tracks.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Media } from "@/signaling/protocol/description.ts";
import {
  applyMode,
  capture,
  captureDevice,
  CaptureError,
  captureScreen,
  type Choice,
} from "./capture.ts";
import { type Darkness, type Device, DEVICES, type Faults, type Source } from "../states.ts";
import type { MicrophoneMode, Picture, Sound, SoundSetting, SoundSettings } from "./choices.ts";
import { Devices } from "./devices.ts";
import { Output } from "./output.ts";
import { NO_TRACKS, observeTrack, SOURCE_NAMES, type SourceName, type Tracks } from "./tracks.ts";

/** Can be muted for the viewers without a change of their links. */
export interface Mutable {
  readonly muted: ReadonlySignal<boolean>;
  setMuted(muted: boolean): void;
}

const UNCHANGED: SoundSetting = { level: 1, muted: false };

export class Sources {
  readonly #tracks = signal<Tracks>(NO_TRACKS);
  readonly #wish = signal<Picture>("both");
  readonly #sounds = signal<SoundSettings>({ microphone: UNCHANGED, screen: UNCHANGED });
  readonly #isPictureOff = signal(false);
  readonly #devices = new Devices();
  readonly #output = new Output(() => ({
    tracks: this.#tracks.peek(),
    wish: this.#wish.peek(),
    sounds: this.#sounds.peek(),
    isPictureOff: this.#isPictureOff.peek(),
    absent: this.#absent,
  }));
  /** Tracks whose device another program uses. */
  readonly #absent = new Set<MediaStreamTrack>();
  /** Devices that ended by themselves, and were not captured again. */
  readonly #lost = new Set<Device>();
  /** The capture under way. */
  readonly #beginning = signal<Promise<Faults> | null>(null);
  readonly #mode = signal<MicrophoneMode>("speech");
  /** The number of releases. A capture that began before the last one is discarded. */
  #epoch = 0;

  /** @param deviceChanged a device ended by itself (unplugged, or used by another program), or is available again */
  constructor(readonly deviceChanged: (device: Device, present: boolean) => void) {}

  /** What is sent. A new `MediaStream` whenever a track changes; null: nothing is captured. */
  get media(): ReadonlySignal<MediaStream | null> {
    return this.#output.media;
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

  /** Whether viewers get a picture and sound. */
  get sentMedia(): ReadonlySignal<Media> {
    return this.#output.sentMedia;
  }

  get darkness(): ReadonlySignal<Darkness | null> {
    return this.#output.darkness;
  }

  get devices() {
    return this.#devices.list;
  }

  /** Whether a capture is under way: the browser asks the person, or starts the devices. */
  readonly isAsking = computed(() => this.#beginning.value !== null);

  /** The captured ones of camera and microphone. */
  get inUse(): readonly Device[] {
    return DEVICES.filter((device) => this.#tracks.peek()[device] !== null);
  }

  /** The devices that the person wants to send: those captured, and those that ended by themselves. */
  get wanted(): readonly Device[] {
    return DEVICES.filter((device) =>
      this.#tracks.peek()[device] !== null || this.#lost.has(device)
    );
  }

  /** The captured devices and the screen. */
  get captured(): readonly Source[] {
    return this.#tracks.peek().screen === null ? this.inUse : [...this.inUse, "screen"];
  }

  /** The captured devices that another program uses. */
  get taken(): readonly Device[] {
    const tracks = this.#tracks.peek();
    return this.inUse.filter((device) => {
      const track = tracks[device];
      return track !== null && this.#absent.has(track);
    });
  }

  /**
   * Captures these devices. If something is captured already, that is the person's choice, so only devices that ended by
   * themselves are captured again.
   * @returns why some of them are not available
   * @throws CaptureError if this page cannot capture any device
   */
  async begin(wanted: readonly Device[] = DEVICES): Promise<Faults> {
    const isBegun = (this.#output.media.peek()?.getTracks().length ?? 0) > 0;
    const asked = isBegun ? wanted.filter((device) => this.#lost.has(device)) : wanted;
    if (this.#beginning.peek() === null && asked.length === 0) return {};
    const beginning = this.#beginning.peek() ?? this.#capture(asked);
    this.#beginning.value = beginning;
    try {
      return await beginning;
    } finally {
      if (this.#beginning.peek() === beginning) this.#beginning.value = null;
    }
  }

  async #capture(asked: readonly Device[]): Promise<Faults> {
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
   * Captures a camera or microphone in place of the current one.
   * @throws CaptureError; the current one stays if possible
   */
  async use(device: Device, choice: Choice = {}): Promise<void> {
    const epoch = this.#epoch;
    const before = this.#tracks.peek()[device];
    try {
      const track = await captureInPlaceOf(before, device, this.#mode.peek(), choice);
      if (epoch !== this.#epoch) return track.stop();
      this.#lost.delete(device);
      this.#set(only(device, track));
      this.deviceChanged(device, true);
    } catch (error) {
      if (before?.readyState === "ended" && this.#tracks.peek()[device] === before) {
        this.#lost.add(device);
        this.#set(only(device, null));
        this.deviceChanged(device, false);
      }
      throw error;
    }
  }

  /** Changes to the camera on the other side of a phone. */
  async flip(): Promise<void> {
    const facing = this.#tracks.peek().camera?.getSettings().facingMode;
    await this.use("camera", { facing: facing === "environment" ? "user" : "environment" });
  }

  /** Releases a camera or microphone. */
  drop(device: Device): void {
    this.#lost.delete(device);
    this.#set(only(device, null));
    this.deviceChanged(device, true); // the person dropped it: do not report it as missing
  }

  /**
   * Shares a screen, a window or a tab, with its sound if there is any. Resolves with whether the person chose one.
   * @throws CaptureError also if the screen is shared but the microphone that goes with it is not available
   */
  async shareScreen(): Promise<boolean> {
    const epoch = this.#epoch;
    const isFirst = this.#output.media.peek() === null;
    const screen = await captureScreen();
    if (screen === null) return false;
    if (epoch !== this.#epoch) {
      screen.picture.stop();
      screen.sound?.stop();
      return false;
    }
    this.#set({ screen: screen.picture, screenSound: screen.sound });
    // People who share a screen usually talk about it.
    if (isFirst) await this.use("microphone");
    return true;
  }

  stopScreen(): void {
    this.#set({ screen: null, screenSound: null });
  }

  /** Which picture to send if there are two. */
  show(wish: Picture): void {
    this.#wish.value = wish;
    this.#output.arrange();
  }

  setSound(sound: Sound, setting: Partial<SoundSetting>): void {
    const before = this.#sounds.peek();
    this.#sounds.value = { ...before, [sound]: { ...before[sound], ...setting } };
    this.#output.arrange();
  }

  get microphoneMode(): ReadonlySignal<MicrophoneMode> {
    return this.#mode;
  }

  /**
   * Also changes the microphone in use.
   * @throws CaptureError if that fails; the microphone then stays as it was
   */
  async setMicrophoneMode(mode: MicrophoneMode): Promise<void> {
    this.#mode.value = mode;
    const track = this.#tracks.peek().microphone;
    if (track === null || await applyMode(track, mode)) return;
    await this.use("microphone", { id: track.getSettings().deviceId });
  }

  /** Mutes the microphone. The setting also applies to the next microphone. */
  readonly microphone: Mutable = {
    muted: computed(() => this.#sounds.value.microphone.muted),
    setMuted: (muted) => this.setSound("microphone", { muted }),
  };

  /** Hides the picture: viewers see black. */
  readonly picture: Mutable = {
    muted: this.#isPictureOff,
    setMuted: (muted) => {
      this.#isPictureOff.value = muted;
      this.#output.arrange();
    },
  };

  /** The loudness of a sound now, from 0 to 1. */
  loudness(sound: Sound): number {
    return this.#output.loudness(sound);
  }

  /** Releases everything. The person's choices stay for the next time. */
  release(): void {
    this.#epoch++;
    this.#beginning.value = null;
    this.#lost.clear();
    this.#output.media.value = null;
    this.#replaceTracks(NO_TRACKS);
    this.#output.close();
    this.#devices.unwatch();
  }

  #set(changed: Partial<Tracks>): void {
    this.#replaceTracks({ ...this.#tracks.peek(), ...changed });
    this.#devices.watch(); // browsers tell the names after the first grant
  }

  /** The only place that stops captured tracks. */
  #replaceTracks(next: Tracks): void {
    const before = this.#tracks.peek();
    this.#tracks.value = next;
    for (const name of SOURCE_NAMES) {
      const track = next[name];
      if (track === null || track === before[name]) continue;
      observeTrack(track, (state) => this.#changed(name, track, state));
    }
    // Change what is sent before stopping the old tracks, so that no viewer sees them end.
    this.#output.arrange();
    for (const name of SOURCE_NAMES) {
      const track = before[name];
      if (track === null || track === next[name]) continue;
      this.#absent.delete(track);
      track.stop();
    }
  }

  #changed(
    name: SourceName,
    track: MediaStreamTrack,
    state: "ended" | "absent" | "present",
  ): void {
    if (this.#tracks.peek()[name] !== track) return;
    const isDevice = name === "camera" || name === "microphone";
    if (state === "ended" && isDevice) this.#lost.add(name);
    if (state === "absent") this.#absent.add(track);
    else this.#absent.delete(track);
    if (state !== "ended") this.#output.arrange();
    else if (name === "screen") this.stopScreen(); // its sound may last a moment longer
    else this.#set(only(name, null));
    if (isDevice) this.deviceChanged(name, state === "present");
  }
}

/** Phones allow one camera at a time: if the current one makes the new one busy, stop it first. */
async function captureInPlaceOf(
  before: MediaStreamTrack | null,
  device: Device,
  mode: MicrophoneMode,
  choice: Choice,
): Promise<MediaStreamTrack> {
  try {
    return await captureDevice(device, mode, choice);
  } catch (error) {
    const isBusy = error instanceof CaptureError && error.problem === `${device}-busy`;
    if (before === null || !isBusy) throw error;
    before.stop();
    return await captureDevice(device, mode, choice);
  }
}

function only(name: SourceName, track: MediaStreamTrack | null): Partial<Tracks> {
  return { [name]: track };
}
