/** Signs that the network or the page is back, and that waiting is not worth while any more. */

/**
 * Calls back when there is one. None of them is believed: they are a reason to look, not a fact.
 * @returns what ends it
 */
export function onSignsOfReturn(look: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener("online", look, { signal });
  addEventListener("pageshow", look, { signal });
  document.addEventListener("resume", look, { signal }); // Page Lifecycle: the page was frozen
  document.addEventListener("visibilitychange", () => document.hidden || look(), { signal });
  return () => stop.abort();
}
