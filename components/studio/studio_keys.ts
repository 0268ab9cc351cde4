/** The keyboard shortcuts of the studio. */

/** `talk` lasts while its key is held. */
export type KeyCommand = "mute" | "talk" | "picture";

export const STUDIO_KEYS: Readonly<Record<KeyCommand, string>> = {
  mute: "m",
  talk: " ",
  picture: "v",
};

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">;

/** The action of a key. Keys with a modifier belong to the browser or the system. */
export function commandOf(
  { key, ctrlKey, altKey, metaKey, shiftKey }: Pressed,
): KeyCommand | null {
  if (ctrlKey || altKey || metaKey || shiftKey) return null;
  switch (key.toLowerCase()) {
    case STUDIO_KEYS.mute:
      return "mute";
    case STUDIO_KEYS.talk:
      return "talk";
    case STUDIO_KEYS.picture:
      return "picture";
    default:
      return null;
  }
}

const TEXT_INPUTS =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])";
const PRESSABLE = "a, button, input, summary, [role=button]";

/** Whether the element takes typed letters. */
export function isTypedIn(element: Element): boolean {
  return element.closest(TEXT_INPUTS) !== null;
}

/** Elements that the space bar presses. */
export function pressedBySpace(element: Element): Element | null {
  return element.closest(PRESSABLE);
}
