/** The stream is right even if the studio's browser forbids autoplay of the videos that it mixes. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { SOURCES } from "@/i18n/sources.ts";
import { expectMedia, goLive } from "../support/browser.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { colourAt, giveScreen, isBlack, isBlue } from "../support/screen.ts";
import { lookAt } from "../support/untouched.ts";

const texts = SOURCES.en;
const MIDDLE = [0.5, 0.5] as const;
const CORNER = [0.9, 0.88] as const;

async function watch(site: TestSite): Promise<Page> {
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  return viewer;
}

/** Waits for the screen (blue) or the camera (another colour) at that place. Fails if it is black meanwhile. */
async function shows(viewer: Page, what: "screen" | "camera", [x, y]: readonly [number, number]) {
  for (let frames = 0; frames < 300; frames++) {
    const colour = await colourAt(viewer, x, y);
    assert.ok(!isBlack(colour), `black: ${colour}`);
    if (isBlue(colour) === (what === "screen")) return;
    await nextFrame(viewer);
  }
  assert.fail(`no ${what}`);
}

const nextFrame = (page: Page) =>
  page.locator("video").evaluate((video) =>
    new Promise<void>((resolve) => {
      if (video instanceof HTMLVideoElement) video.requestVideoFrameCallback(() => resolve());
    })
  );

Deno.test("a camera in the corner comes and goes, over a screen that stays", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await giveScreen(visitor);
  const studio = await visitor.newPage();
  await goLive(studio, `${site.origin}/broadcast`);
  const viewer = await watch(site);
  await studio.getByRole("button", { name: texts.shareScreen, exact: true }).click();
  await shows(viewer, "screen", MIDDLE);
  await shows(viewer, "camera", CORNER);
  await studio.getByText(texts.title).click();
  const camera = studio.getByLabel(texts.camera, { exact: true }).and(studio.locator("select"));
  await camera.selectOption("");
  await shows(viewer, "screen", CORNER);
  await camera.selectOption({ index: 1 });
  await shows(viewer, "camera", CORNER);
  await shows(viewer, "screen", MIDDLE);
});

Deno.test("if nothing may play, only the screen is sent, and the camera joins it with the next click", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await giveScreen(visitor);
  await refuseOffScreen(visitor);
  const studio = await visitor.newPage();
  await goLive(studio, `${site.origin}/broadcast`);
  const viewer = await watch(site);
  await studio.getByRole("button", { name: texts.shareScreen, exact: true }).click();
  await shows(viewer, "screen", MIDDLE);
  for (let frame = 0; frame < 10; frame++) {
    await nextFrame(viewer);
    await shows(viewer, "screen", CORNER);
  }
  await studio.evaluate(() => Reflect.get(globalThis, "testAllow")());
  await studio.mouse.click(2, 2);
  await shows(viewer, "camera", CORNER);
});

/** Refuses `play()` to elements that are not in the page, until the test allows it. */
async function refuseOffScreen(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(() => {
    let isAllowed = false;
    Object.assign(globalThis, { testAllow: () => isAllowed = true });
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      if (isAllowed || this.isConnected) return play.call(this);
      return Promise.reject(new DOMException("", "NotAllowedError"));
    };
  });
}

Deno.test("a studio that resumes by itself after a reload is seen and heard without a click, and mixes from the first click on", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await suspendAudio(visitor);
  const studio = await visitor.newPage();
  await goLive(studio, `${site.origin}/broadcast`);
  await studio.reload();
  const viewer = await watch(site);
  assert.equal(await lookAt(studio, "navigator.userActivation.hasBeenActive"), false);
  await studio.getByText(texts.title).click();
  await studio.waitForFunction(() => {
    const bar = document.querySelector<HTMLElement>(".meter-bar");
    return bar !== null && new DOMMatrix(bar.style.transform).a > 0.2;
  });
  await expectMedia(viewer);
});

/** Suspends each AudioContext until the visitor clicks. Chromium allows it to capturing pages, others may not. */
async function suspendAudio(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(() => {
    let isUsed = false;
    addEventListener("pointerup", () => isUsed = true, { capture: true });
    const Native = AudioContext;
    class Suspended extends Native {
      constructor() {
        super();
        if (!isUsed) void this.suspend();
      }

      override resume(): Promise<void> {
        return isUsed ? super.resume() : new Promise(() => {});
      }
    }
    Object.assign(globalThis, { AudioContext: Suspended });
  });
}
