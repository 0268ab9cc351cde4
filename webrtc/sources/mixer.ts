/** Microphone and the screen's sound, each at its level, in one track; and how loud each is. */
import { onSignsOfReturn } from "@/common/return_signs.ts";
import { onUserActivation } from "@/common/user_activation.ts";
import { type Sound, SOUNDS } from "./choices.ts";

export interface Input {
  readonly track: MediaStreamTrack;
  /** How much of it: 1 is as it comes. */
  readonly level: number;
}

export type Inputs = Readonly<Record<Sound, Input | null>>;

interface Connected {
  readonly track: MediaStreamTrack;
  readonly source: MediaStreamAudioSourceNode;
  readonly gain: GainNode;
  readonly meter: AnalyserNode;
  /** What the meter writes to: it is read with every frame. */
  readonly samples: Float32Array<ArrayBuffer>;
}

/** Below this nothing is heard, in decibels below the loudest. */
const SILENCE = -60;

export class Mixer {
  readonly #connected = new Map<Sound, Connected>();
  #context: AudioContext | null = null;
  #output: MediaStreamAudioDestinationNode | null = null;
  #stopListening = () => {};

  /** @param changed is called when `mix` would give another track from now on */
  constructor(readonly changed: () => void) {}

  /**
   * The track to send. One sound as it comes is sent untouched: mixing adds delay, and a browser may not let a page mix
   * that nobody has used, such as one that goes live by itself after a reload, or while a call is on (Web Audio, 1.2.1,
   * "suspended" and "interrupted"); then the first goes alone until it does.
   */
  mix(inputs: Inputs): MediaStreamTrack | null {
    for (const sound of SOUNDS) this.#connect(sound, inputs[sound]);
    const given = SOUNDS.map((sound) => inputs[sound]).filter((input) => input !== null);
    if (given.length === 0) return null;
    const untouched = given.length === 1 && given[0].level === 1;
    if (untouched || this.#context?.state !== "running") return given[0].track;
    return this.#output?.stream.getAudioTracks()[0] ?? null;
  }

  /** How loud a sound is now, before its level: 0 is silence, 1 the loudest there is. */
  loudness(sound: Sound): number {
    const connected = this.#connected.get(sound);
    if (connected === undefined) return 0;
    connected.meter.getFloatTimeDomainData(connected.samples);
    return loudnessOf(connected.samples);
  }

  close(): void {
    for (const sound of SOUNDS) this.#connect(sound, null);
    this.#output?.stream.getTracks().forEach((track) => track.stop());
    this.#output = null;
    this.#stopListening();
    const context = this.#context;
    this.#context = null;
    if (context === null) return;
    context.onstatechange = null;
    context.close().catch(() => {}); // closed already
  }

  #connect(sound: Sound, input: Input | null): void {
    const before = this.#connected.get(sound);
    if (before !== undefined && before.track === input?.track) {
      before.gain.gain.value = input.level;
      return;
    }
    before?.source.disconnect();
    before?.gain.disconnect();
    this.#connected.delete(sound);
    if (input === null) return;
    const { context, output } = this.#open();
    const source = context.createMediaStreamSource(new MediaStream([input.track]));
    const gain = context.createGain();
    const meter = context.createAnalyser();
    gain.gain.value = input.level;
    source.connect(meter);
    source.connect(gain).connect(output);
    const samples = new Float32Array(meter.fftSize);
    this.#connected.set(sound, { track: input.track, source, gain, meter, samples });
  }

  #open(): { context: AudioContext; output: MediaStreamAudioDestinationNode } {
    const context = this.#context ??= this.#newContext();
    resume(context);
    this.#output ??= context.createMediaStreamDestination();
    return { context, output: this.#output };
  }

  #newContext(): AudioContext {
    const context = new AudioContext();
    const goOn = () => resume(context);
    const ends = [onUserActivation(goOn), onSignsOfReturn(goOn)];
    this.#stopListening = () => ends.forEach((end) => end());
    context.onstatechange = () => this.changed();
    return context;
  }
}

function resume(context: AudioContext): void {
  if (context.state !== "running") context.resume().catch(() => {}); // not yet
}

/** The loudness of a stretch of sound, from its root mean square in decibels: 0 is silence, 1 full scale. */
export function loudnessOf(samples: Float32Array): number {
  const sum = samples.reduce((total, sample) => total + sample * sample, 0);
  if (sum === 0) return 0;
  const decibels = 10 * Math.log10(sum / samples.length);
  return Math.min(1, Math.max(0, 1 - decibels / SILENCE));
}
