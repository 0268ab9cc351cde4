/** Keys of what lies within the player, which has shortcuts of its own. */

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

/** The player leaves these keys to a button within it (media-chrome's attribute). */
export const BUTTON_KEYS = { keysused: "Enter Space" } as const;
