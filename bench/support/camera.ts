/** The cameras of the bench: the same picture for every contender, whatever its page asks for. */
import type { BrowserContext, Page } from "playwright-core";

/** 640 × 360, 30 frames a second, and sound. */
export async function giveSmallCamera(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return; // an empty page
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    const video = { width: 640, height: 360, frameRate: 30 };
    mediaDevices.getUserMedia = (asked = {}) =>
      ask({ ...asked, ...(asked.video ? { video } : {}) });
  });
}

/** What a browser must be started with for a camera that gives as many frames. */
export const CAMERA_ARGS = ["--use-fake-device-for-media-stream=fps=30"];

/** The page's next document waits for its camera as for a person who has not allowed it yet. */
export async function holdCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const allowed = Promise.withResolvers<void>();
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (asked) => {
      const media = await ask(asked);
      await allowed.promise;
      return media;
    };
    Object.assign(globalThis, { testAllow: allowed.resolve });
  });
}

/** Allows it. */
export async function allowCamera(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.get(globalThis, "testMoments").pressed = Date.now();
    Reflect.get(globalThis, "testAllow")();
  });
}
