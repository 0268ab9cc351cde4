/** The browsers of the bench. */
import type { Browser } from "playwright-core";
import { launchBrowser as launch } from "../../tests/support/browser.ts";

/**
 * Allows autoplay with sound, which browsers normally block before a click. The contenders differ in how they handle that,
 * and the bench compares how soon there is something to play, not clicks.
 */
export const MAY_PLAY = "--autoplay-policy=no-user-gesture-required";

export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  return launch([MAY_PLAY, ...args]);
}
