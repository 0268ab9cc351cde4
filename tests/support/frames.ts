/** When a page painted frames: what a person sees of a fault is the gap between two of them. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { PATIENCE, received } from "./browser.ts";

/** A longer gap between two frames is an interruption, in milliseconds. (The fake camera gives one every 100 ms.) */
export const INTERRUPTION = 500;
/** So many frames without an interruption are a picture that is back, and not one that a buffer still held. */
const STEADY = 10;
/** So many frames of a known age show whether the age grows. */
const SETTLED = 30;
/** The least that a picture which never stops brings in a second: the fake camera's rate, and some slack. */
const LEAST_RATE = 7;

/** A painted frame. All times are `Date.now()`: one machine, one clock, for pages and tests. */
interface Frame {
  readonly at: number;
  /** How long ago the broadcaster's camera took it, where the browser knows. */
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
        // When it was painted, not when a busy page came round to saying so.
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

/** A moment of a page, and what it had decoded by then. */
export interface Mark {
  readonly at: number;
  readonly framesDecoded: number;
}

export async function mark(page: Page): Promise<Mark> {
  const { framesDecoded } = await received(page);
  return { at: Date.now(), framesDecoded };
}

/** The longest time without a new frame since then, the one that still runs included. */
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
 * Fails if the picture has stopped since then, by either of two witnesses: frames painted, frames decoded.
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

/** Waits until a picture runs steadily. Resolves with the time of its first frame after `instant`, counted from there. */
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
 * How old a frame is when it is painted, some seconds after `instant`: by then both ends have told each other their
 * clocks, and what was late has either been skipped or is late for good.
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

/** Whether the page's video still has something to show. */
export function keepsLastPicture(page: Page): Promise<boolean> {
  return page.locator("video").evaluate((video) =>
    video instanceof HTMLVideoElement && video.srcObject !== null && video.videoWidth > 0
  );
}

/**
 * Waits for words that a person can read on the page. Resolves with the time at which they were there.
 * To be begun before the fault; a test that fails before it asks for the answer leaves nothing unhandled.
 */
export function whenRead(page: Page, words: RegExp, patience = PATIENCE): Promise<number> {
  const read = page.waitForFunction(
    ({ source, flags }) =>
      new RegExp(source, flags).test(document.body?.innerText ?? "") && Date.now(),
    { source: words.source, flags: words.flags },
    { timeout: patience, polling: 50 },
  ).then(async (handle) => Number(await handle.jsonValue()));
  read.catch(() => {});
  return read;
}
