import { useLayoutEffect } from "preact/hooks";

declare global {
  /** The event of page_watchdog.ts. */
  var tuilaAlive: (() => void) | undefined;
}

/** For essential islands: tells the watchdog that the page's script runs. */
export function useAlive(): void {
  useLayoutEffect(() => globalThis.tuilaAlive?.(), []);
}
