/**
 * Keeps the screen on, where the browser can (Screen Wake Lock, 5). The browser releases the lock when
 * the page is hidden, so request it again when the page is visible.
 * @returns a function that ends it
 */
export function keepAwake(): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let lock: WakeLockSentinel | null = null;

  const letGo = (held: WakeLockSentinel | null) => void held?.release().catch(() => {});
  const ask = async () => {
    if (document.visibilityState !== "visible" || lock?.released === false) return;
    try {
      const given = await navigator.wakeLock?.request("screen");
      // Keep only one lock: this may have ended or run twice meanwhile.
      if (signal.aborted) return letGo(given ?? null);
      letGo(lock);
      lock = given ?? null;
    } catch { /* refused, as by a battery that is low: the screen goes dark when it will */ }
  };

  document.addEventListener("visibilitychange", ask, { signal });
  signal.addEventListener("abort", () => letGo(lock));
  void ask();
  return () => stop.abort();
}
