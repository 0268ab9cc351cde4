/** Which keys do what in the studio. */

/** `talk` lasts for as long as its key is held. */
export type KeyCommand = "mute" | "talk" | "picture";

export const STUDIO_KEYS: Readonly<Record<KeyCommand, string>> = {
  mute: "m",
  talk: " ",
  picture: "v",
};

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">;

/** What a key asks for. With a modifier it is the browser's or the system's. */
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

const TYPED_IN =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])";
const PRESSED = "a, button, input, summary, [role=button]";

/** Whether letters that are typed there mean something to it. */
export function isTypedIn(element: Element): boolean {
  return element.closest(TYPED_IN) !== null;
}

/** What the space bar presses, if the focus is there. */
export function pressedBySpace(element: Element): Element | null {
  return element.closest(PRESSED);
}
