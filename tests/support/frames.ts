/** Records when a page paints frames. The gap between two frames is what a viewer sees of a fault. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { PATIENCE, received } from "./browser.ts";

/** A longer gap between two frames is an interruption, in milliseconds. (The fake camera makes one every 100 ms.) */
export const INTERRUPTION = 500;
/** So many frames without an interruption prove that the picture is back, and is not the rest of a buffer. */
const STEADY = 10;
/** After so many frames of known age, the age is stable. */
const SETTLED = 30;
/** The minimum frame rate of an uninterrupted picture: the fake camera's 10 frames per second, with slack. */
const LEAST_RATE = 7;

/** A painted frame. All times are `Date.now()`, because pages and tests share the machine's clock. */
interface Frame {
  readonly at: number;
  /** Its age since the broadcaster's camera captured it, if the browser knows it. */
  readonly age: number | null;
}

/** Records every frame that the pages of this visitor paint, from their next document on. */
export async function recordFrames(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(() => {
    const frames: Frame[] = [];
    const seen = new WeakSet<HTMLVideoElement>();
    const record = (video: HTMLVideoElement) => {
      if (seen.has(video)) return;
      seen.add(video);
      const next: VideoFrameRequestCallback = (_now, { presentationTime, captureTime }) => {
        // The time of painting: a busy page runs this callback later.
        const at = presentationTime + Date.now() - performance.now();
        frames.push({ at, age: captureTime === undefined ? null : presentationTime - captureTime });
        if (frames.length === 1) dispatchEvent(new Event("test:first-frame"));
        video.requestVideoFrameCallback(next);
      };
      video.requestVideoFrameCallback(next);
    };
    const found = ({ target }: Event) => target instanceof HTMLVideoElement && record(target);
    for (const event of ["loadstart", "loadedmetadata", "playing"]) {
      addEventListener(event, found, { capture: true }); // they do not bubble
    }
    Object.assign(globalThis, { testFrames: frames });
  });
}

/** A time, and how many frames a page had decoded by then. */
export interface Mark {
  readonly at: number;
  readonly framesDecoded: number;
}

export async function mark(page: Page): Promise<Mark> {
  const { framesDecoded } = await received(page);
  return { at: Date.now(), framesDecoded };
}

/** The longest time without a new frame since then, including the time since the last frame. */
export function largestGap(page: Page, since: number): Promise<number> {
  return page.evaluate((since) => {
    const frames: Frame[] = Reflect.get(globalThis, "testFrames");
    let previous = frames.findLast(({ at }) => at <= since)?.at ?? since;
    let largest = 0;
    for (const at of [...frames.map(({ at }) => at).filter((at) => at > since), Date.now()]) {
      largest = Math.max(largest, at - previous);
      previous = at;
    }
    return Math.round(largest);
  }, since);
}

/**
 * Fails if the picture has stopped since then, by the frames painted or by the frames decoded.
 * @returns the largest gap
 */
export async function assertUninterrupted(page: Page, since: Mark): Promise<number> {
  const gap = await largestGap(page, since.at);
  const now = await mark(page);
  assert.ok(gap <= INTERRUPTION, `the picture stood still for ${gap} ms`);
  const decoded = now.framesDecoded - since.framesDecoded;
  const least = Math.floor((now.at - since.at) / 1_000 * LEAST_RATE);
  assert.ok(decoded >= least, `${decoded} frames decoded in ${now.at - since.at} ms`);
  return gap;
}

/** Waits until the picture is steady. Resolves with the time from `instant` to the first steady frame. */
export async function pictureAfter(
  page: Page,
  instant: number,
  patience = PATIENCE,
): Promise<number> {
  const handle = await page.waitForFunction(
    ({ instant, steady, interruption }) => {
      const frames: Frame[] = Reflect.get(globalThis, "testFrames");
      let run: number[] = [];
      for (const { at } of frames) {
        if (at < instant) continue;
        const previous = run.at(-1);
        if (previous !== undefined && at - previous > interruption) run = [];
        run.push(at);
        if (run.length === steady) return run[0];
      }
      return 0;
    },
    { instant, steady: STEADY, interruption: INTERRUPTION },
    { timeout: patience, polling: 50 },
  );
  return Math.round(await handle.jsonValue() - instant);
}

/**
 * The age of a frame when it is painted, some seconds after `instant`: by then the peers have synchronised their clocks
 * (RTCP), and the page has either skipped a backlog or keeps it for good.
 */
export async function ageOfPicture(page: Page, instant: number): Promise<number> {
  const handle = await page.waitForFunction(
    ({ instant, settled }) => {
      const frames: Frame[] = Reflect.get(globalThis, "testFrames");
      const known = frames.filter(({ at, age }) => at > instant && age !== null);
      return known.length >= settled && known.at(-1)?.age;
    },
    { instant, settled: SETTLED },
    { polling: 50 },
  );
  return Math.round(Number(await handle.jsonValue()));
}

/** Whether the page's video still shows a picture, moving or not. */
export function keepsLastPicture(page: Page): Promise<boolean> {
  return page.locator("video").evaluate((video) =>
    video instanceof HTMLVideoElement && video.srcObject !== null && video.videoWidth > 0
  );
}

/**
 * Waits for text that is visible on the page. Resolves with the time at which it appeared.
 * Call it before the fault. If the test fails before it awaits the result, no rejection stays unhandled.
 */
export function whenRead(page: Page, words: RegExp, patience = PATIENCE): Promise<number> {
  const appeared = page.waitForFunction(
    ({ source, flags }) =>
      new RegExp(source, flags).test(document.body?.innerText ?? "") && Date.now(),
    { source: words.source, flags: words.flags },
    { timeout: patience, polling: 50 },
  ).then(async (handle) => Number(await handle.jsonValue()));
  appeared.catch(() => {});
  return appeared;
}
