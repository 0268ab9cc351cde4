/** Mixes the microphone and the screen's sound into one track, and measures the loudness of each. */
import { onSignsOfReturn } from "@/common/return_signs.ts";
import { onUserActivation } from "@/common/user_activation.ts";
import { type Sound, SOUNDS } from "./choices.ts";

export interface Input {
  readonly track: MediaStreamTrack;
  /** The gain: 1 is unchanged. */
  readonly level: number;
}

export type Inputs = Readonly<Record<Sound, Input | null>>;

interface Connected {
  readonly track: MediaStreamTrack;
  readonly source: MediaStreamAudioSourceNode;
  readonly gain: GainNode;
  readonly meter: AnalyserNode;
  /** The meter's buffer, reused for every frame. */
  readonly samples: Float32Array<ArrayBuffer>;
}

/** The level that counts as silence, in decibels relative to full scale. */
const SILENCE = -60;

export class Mixer {
  readonly #connected = new Map<Sound, Connected>();
  #context: AudioContext | null = null;
  #output: MediaStreamAudioDestinationNode | null = null;
  #stopListening = () => {};

  /** @param changed called when `mix` would return another track */
  constructor(readonly changed: () => void) {}

  /**
   * The track to send. A single sound at level 1 is sent unmixed, because mixing adds delay. The browser may suspend mixing
   * in a page that the person has not used yet, for example after a reload, or during a phone call (Web Audio, 1.2.1,
   * "suspended" and "interrupted"). Until it resumes, the first sound is sent alone.
   */
  mix(inputs: Inputs): MediaStreamTrack | null {
    for (const sound of SOUNDS) this.#connect(sound, inputs[sound]);
    const present = SOUNDS.map((sound) => inputs[sound]).filter((input) => input !== null);
    if (present.length === 0) return null;
    const isUnchanged = present.length === 1 && present[0].level === 1;
    if (isUnchanged || this.#context?.state !== "running") return present[0].track;
    return this.#output?.stream.getAudioTracks()[0] ?? null;
  }

  /** The loudness of a sound now, before its level is applied: 0 is silence, 1 full scale. */
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
    context.close().catch(() => {}); // already closed
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
    const tryResume = () => resume(context);
    const stops = [onUserActivation(tryResume), onSignsOfReturn(tryResume)];
    this.#stopListening = () => stops.forEach((stop) => stop());
    context.onstatechange = () => this.changed();
    return context;
  }
}

function resume(context: AudioContext): void {
  if (context.state !== "running") context.resume().catch(() => {}); // not allowed yet
}

/** The loudness of samples, from their root mean square in decibels: 0 is silence, 1 full scale. */
export function loudnessOf(samples: Float32Array): number {
  const sum = samples.reduce((total, sample) => total + sample * sample, 0);
  if (sum === 0) return 0;
  const decibels = 10 * Math.log10(sum / samples.length);
  return Math.min(1, Math.max(0, 1 - decibels / SILENCE));
}
