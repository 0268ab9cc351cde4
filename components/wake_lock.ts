/**
 * Keeps the screen on, where the browser can (Screen Wake Lock, 5). The browser releases the lock when
 * the page is hidden, so request it again when the page is visible.
 * @returns a function that ends it
 */
export function keepAwake(): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let lock: WakeLockSentinel | null = null;

  const release = (sentinel: WakeLockSentinel | null) => void sentinel?.release().catch(() => {});
  const request = async () => {
    if (document.visibilityState !== "visible" || lock?.released === false) return;
    try {
      const requested = await navigator.wakeLock?.request("screen");
      // Keep only one lock: this may have ended or run twice meanwhile.
      if (signal.aborted) return release(requested ?? null);
      release(lock);
      lock = requested ?? null;
    } catch { /* refused, as by a battery that is low: the screen goes dark when it will */ }
  };

  document.addEventListener("visibilitychange", request, { signal });
  signal.addEventListener("abort", () => release(lock));
  void request();
  return () => stop.abort();
}
