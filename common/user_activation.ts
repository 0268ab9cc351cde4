/**
 * Calls back whenever the person uses the page. The browser then allows what it refused before, such as playing with
 * sound (HTML, 6.4, "user activation").
 * @returns a function that ends it
 */
export function onUserActivation(used: () => void): () => void {
  const stop = new AbortController();
  for (const event of ["pointerup", "keydown", "click"]) {
    addEventListener(event, used, { capture: true, signal: stop.signal });
  }
  return () => stop.abort();
}
