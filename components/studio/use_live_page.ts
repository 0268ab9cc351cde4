/** What a page does for as long as it is live. */
import { useEffect } from "preact/hooks";
import { keepAwake } from "../wake_lock.ts";

/** @param titleOf the tab's title while live, from what it is else */
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

/** The browser asks, in its own words, before the page is closed or left. */
function askBeforeLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    event.preventDefault();
    event.returnValue = true; // Chromium before 119 goes by this
  };
  globalThis.addEventListener("beforeunload", ask);
  return () => globalThis.removeEventListener("beforeunload", ask);
}
