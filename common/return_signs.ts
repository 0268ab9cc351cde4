/** Signs that the network or the page is back, so that a retry need not wait. */

/**
 * Calls back at each sign. A sign is a reason to check, not a proof.
 * @returns a function that ends it
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
