/** Keys of elements within the player, which has shortcuts of its own. */

/** Keys pressed in a panel over the picture are meant for the panel, not for the player below. */
export function stopKeys(onEscape: () => void) {
  return {
    onKeyDown(event: KeyboardEvent) {
      event.stopPropagation();
      if (event.key === "Escape") onEscape();
    },
    onKeyUp: (event: KeyboardEvent) => event.stopPropagation(),
  };
}

/** Keys that press a button, which the player would take as shortcuts. */
export const BUTTON_KEYS = {
  onKeyDown(event: KeyboardEvent) {
    if (event.key === " " || event.key === "Enter") event.stopPropagation();
  },
};
