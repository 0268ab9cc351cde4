/** How long the video takes to recover from a fault. */
import { errors, type Page } from "playwright-core";
import { INTERRUPTION } from "../../tests/support/frames.ts";

/** After this long without frames the video counts as lost, in milliseconds. */
export const NEVER = 20_000;
/** How long it must play without interruption to count as recovered, in milliseconds. */
const CALM = 3_000;

/**
 * Watches a page that `recordFrames` prepared until its video has recovered and keeps playing.
 * @param since when the fault began
 * @param until when it ended
 * @returns milliseconds from the fault's end to the frame that ended the last interruption; 0 if there was none after
 * it; null if the video did not recover
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
