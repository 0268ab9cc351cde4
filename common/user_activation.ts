/**
 * Calls back whenever the person uses the page: what the browser refused to a page that nobody had used, such as sound
 * or to play, it allows then (HTML, 6.4, "user activation").
 * @returns what ends it
 */
export function onUserActivation(used: () => void): () => void {
  const stop = new AbortController();
  for (const event of ["pointerup", "keydown", "click"]) {
    addEventListener(event, used, { capture: true, signal: stop.signal });
  }
  return () => stop.abort();
}
