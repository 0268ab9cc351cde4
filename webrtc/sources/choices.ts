/** The choices that a person has for the sources. Pages and `Sources` share these types. */

/** `both`: the screen, with the camera in its corner. */
export const PICTURES = ["camera", "screen", "both"] as const;
export type Picture = (typeof PICTURES)[number];

/** Where sound comes from. */
export const SOUNDS = ["microphone", "screen"] as const;
export type Sound = (typeof SOUNDS)[number];

/**
 * `speech`: the browser removes noise and echo, and evens out the volume. `music`: it changes nothing.
 */
export const MICROPHONE_MODES = ["speech", "music"] as const;
export type MicrophoneMode = (typeof MICROPHONE_MODES)[number];

/** How a sound is sent. `level`: 1 is unchanged, 2 the highest. */
export interface SoundSetting {
  readonly level: number;
  readonly muted: boolean;
}

export type SoundSettings = Readonly<Record<Sound, SoundSetting>>;

export interface NamedDevice {
  readonly id: string;
  readonly name: string;
}

export type DeviceList = Readonly<Record<"camera" | "microphone", readonly NamedDevice[]>>;
