/** What a fault did to the picture. */
import { errors, type Page } from "playwright-core";
import { INTERRUPTION } from "../../tests/support/frames.ts";

/** After so long without a picture it is said never to come back, in milliseconds. */
export const NEVER = 20_000;
/** So long it must run without an interruption to count as back: links that go on for a moment are not. */
const CALM = 3_000;

/**
 * Watches a page that `recordFrames` prepared until its picture is back, and stays.
 * @param since when the fault began
 * @param until when it ended
 * @returns milliseconds from the fault's end to the frame that ended the last interruption; 0 if there was none after
 * it; null if the picture did not come back
 */
export async function recovery(page: Page, since: number, until: number): Promise<number | null> {
  try {
    const handle = await page.waitForFunction(
      ({ since, until, interruption, calm }) => {
        const frames: { at: number }[] = Reflect.get(globalThis, "testFrames") ?? [];
        let previous = since;
        let back = until;
        for (const { at } of frames) {
          if (at > since && at - previous > interruption) back = Math.max(at, until);
          previous = Math.max(previous, at);
        }
        const now = Date.now();
        const runs = now - previous <= interruption && now - back >= calm;
        return runs && { back };
      },
      { since, until, interruption: INTERRUPTION, calm: CALM },
      { timeout: NEVER + CALM, polling: 100 },
    );
    const result = await handle.jsonValue();
    return result === false ? null : result.back - until;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return null;
    throw error;
  }
}
