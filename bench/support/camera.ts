/** The cameras of the bench: the same picture for every contender, whatever constraints its page sets. */
import type { BrowserContext, Page } from "playwright-core";

/** 640 × 360, 30 frames a second, and sound. */
export async function giveSmallCamera(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return; // an empty page
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    const video = { width: 640, height: 360, frameRate: 30 };
    mediaDevices.getUserMedia = (constraints = {}) =>
      getUserMedia({ ...constraints, ...(constraints.video ? { video } : {}) });
  });
}

/** Browser arguments for a camera with 30 frames a second. */
export const CAMERA_ARGS = ["--use-fake-device-for-media-stream=fps=30"];

/** Makes getUserMedia of the page's next document wait until `allowCamera`, like a permission prompt. */
export async function holdCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const allowed = Promise.withResolvers<void>();
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const media = await getUserMedia(constraints);
      await allowed.promise;
      return media;
    };
    Object.assign(globalThis, { testAllow: allowed.resolve });
  });
}

/** Ends the wait of `holdCamera`. */
export async function allowCamera(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.get(globalThis, "testMoments").pressed = Date.now();
    Reflect.get(globalThis, "testAllow")();
  });
}
