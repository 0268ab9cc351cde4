/** Derives the media state that viewers receive from the state of the sources. Pure. */
import type { Media } from "@/signaling/protocol/description.ts";
import type { SoundSetting } from "./choices.ts";

/** `absent`: there is a source, but it gives nothing now. */
export type Presence = "present" | "absent" | "none";

export interface SourcesState {
  readonly picture: Presence;
  readonly isPictureOff: boolean;
  /** The settings of the sources that give sound now. */
  readonly sounds: readonly SoundSetting[];
}

export function mediaOf({ picture, isPictureOff, sounds }: SourcesState): Media {
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
