/** What of a picture and of sound is given to the viewers. Pure. */
import type { Media } from "@/signaling/protocol/description.ts";
import type { SoundSetting } from "./choices.ts";

/** `absent`: it is there, but gives nothing now. */
export type Presence = "present" | "absent" | "none";

export interface Given {
  readonly picture: Presence;
  readonly isPictureOff: boolean;
  /** Those that can be heard now, each as it is set. */
  readonly sounds: readonly SoundSetting[];
}

export function mediaOf({ picture, isPictureOff, sounds }: Given): Media {
  const isSilent = sounds.every(({ level, muted }) => muted || level === 0);
  return {
    picture: pictureState(picture, isPictureOff),
    sound: sounds.length === 0 ? "none" : isSilent ? "muted" : "on",
  };
}

function pictureState(picture: Presence, isOff: boolean): Media["picture"] {
  if (picture === "none") return "none";
  if (isOff) return "hidden";
  return picture === "present" ? "shown" : "stalled";
}
