/** The browsers of the bench. */
import type { Browser } from "playwright-core";
import { launchBrowser as launch } from "../../tests/support/browser.ts";

/**
 * No user has it. Who plays with sound before a click waits for that click, and the contenders differ in that: what is
 * compared here is how soon there is something to play, and no click is measured.
 */
export const MAY_PLAY = "--autoplay-policy=no-user-gesture-required";

export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  return launch([MAY_PLAY, ...args]);
}
