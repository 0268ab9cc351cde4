/** A broadcaster's description of its stream: title, capacity and media. */
import * as v from "valibot";
import { LIMITS } from "./limits.ts";
import { tidyTitle } from "./title.ts";

export const Title = v.nullable(v.pipe(v.string(), v.check((title) => title === tidyTitle(title))));

export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * - `hidden`: the broadcaster hides it and sends black
 * - `stalled`: its source gives no frames now, such as a minimised window
 * - `none`: there is no source
 */
export const PICTURE_STATES = ["shown", "hidden", "stalled", "none"] as const;

export type PictureState = (typeof PICTURE_STATES)[number];

export const SOUND_STATES = ["on", "muted", "none"] as const;

export type SoundState = (typeof SOUND_STATES)[number];

/** Which media the broadcaster sends. */
export const Media = v.object({
  picture: v.picklist(PICTURE_STATES),
  sound: v.picklist(SOUND_STATES),
});

export type Media = Readonly<v.InferOutput<typeof Media>>;

/** The default if a message has no `media`. */
export const ALL_MEDIA: Media = { picture: "shown", sound: "on" };

export function isSameMedia(a: Media = ALL_MEDIA, b: Media = ALL_MEDIA): boolean {
  return a.picture === b.picture && a.sound === b.sound;
}

/** `capacity`: how many may watch; null: as many as the server allows. */
export const description = () =>
  v.object({
    title: Title,
    capacity: v.nullable(v.pipe(Count, v.maxValue(LIMITS.viewers))),
    media: v.optional(Media),
  });

export type Description = Readonly<v.InferOutput<ReturnType<typeof description>>>;

/** The default description. */
export const NO_DESCRIPTION: Description = { title: null, capacity: null };

/** A valid description made from any input. */
export function tidyDescription({ title, capacity, media }: Description): Description {
  const whole = capacity === null || Number.isNaN(capacity) ? null : Math.trunc(capacity);
  return {
    title: title === null ? null : tidyTitle(title),
    capacity: whole === null ? null : Math.min(Math.max(0, whole), LIMITS.viewers),
    ...isSameMedia(media) ? {} : { media },
  };
}

export function isSameDescription(a: Description, b: Description): boolean {
  return a.title === b.title && a.capacity === b.capacity && isSameMedia(a.media, b.media);
}
