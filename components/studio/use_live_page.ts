/** Effects of a page while it is live. */
import { useEffect } from "preact/hooks";
import { keepAwake } from "../wake_lock.ts";

/** @param titleOf makes the tab's title while live from its usual title */
export function useLivePage(isLive: boolean, titleOf: (title: string) => string): void {
  useEffect(() => isLive ? keepAwake() : undefined, [isLive]);
  useEffect(() => isLive ? changeTitle(titleOf) : undefined, [isLive, titleOf]);
  useEffect(() => isLive ? askBeforeLeaving() : undefined, [isLive]);
}

function changeTitle(titleOf: (title: string) => string): () => void {
  const { title } = document;
  document.title = titleOf(title);
  return () => document.title = title;
}

/** Has the browser ask before the page is closed or left. */
function askBeforeLeaving(): () => void {
  const prevent = (event: BeforeUnloadEvent) => {
    event.preventDefault();
    event.returnValue = true; // Chromium before 119 needs this
  };
  globalThis.addEventListener("beforeunload", prevent);
  return () => globalThis.removeEventListener("beforeunload", prevent);
}
