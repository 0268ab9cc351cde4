import { useLayoutEffect } from "preact/hooks";

declare global {
  /** What the page is told by: page_watchdog.ts. */
  var tuilaAlive: (() => void) | undefined;
}

/** For islands without which their page is nothing: tells the page that its script has come. */
export function useAlive(): void {
  useLayoutEffect(() => globalThis.tuilaAlive?.(), []);
}
