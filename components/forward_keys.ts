/** Shortcuts for the whole page, not only while the player has the focus. */

/**
 * Hands keys that nothing on the page has the focus for to the player.
 * @returns what ends it
 */
export function forwardKeys(player: HTMLElement): () => void {
  const stop = new AbortController();
  for (const type of ["keydown", "keyup"] as const) {
    document.addEventListener(type, (event) => {
      if (event.target !== document.body || event.ctrlKey) return;
      const copy = new KeyboardEvent(type, {
        key: event.key,
        code: event.code,
        shiftKey: event.shiftKey,
        altKey: event.altKey,
        metaKey: event.metaKey,
        cancelable: true,
      });
      // The player takes the key: the page does not scroll by it.
      if (!player.dispatchEvent(copy)) event.preventDefault();
    }, { signal: stop.signal });
  }
  return () => stop.abort();
}
