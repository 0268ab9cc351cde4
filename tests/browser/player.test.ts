/** The player's buttons, keys and gestures, on real media. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { CONTROLS } from "@/i18n/controls.ts";
import { PLAYER } from "@/i18n/player.ts";
import { expectMedia, mainButton } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import {
  controls,
  expectVideo,
  framesCome,
  picture,
  pictureMoves,
  videoFacts,
} from "../support/player.ts";

const texts = CONTROLS.en.mediaChrome;

Deno.test("pause freezes the picture, and back to live plays the present one", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  const { named } = await controls(viewer);
  const badge = viewer.locator(".stage .badge--live");
  await badge.waitFor();
  assert.equal(await named("Back to live").count(), 0, "there is nothing to come back from");

  await named("Pause").click();
  await expectVideo(viewer, { paused: true });
  await viewer.getByText(PLAYER.en.stopped.detail).waitFor();
  const frozen = await picture(viewer);
  await framesCome(viewer, 10);
  assert.equal(await picture(viewer), frozen);

  await named("Back to live").click();
  await expectVideo(viewer, { paused: false });
  await pictureMoves(viewer, frozen);
  await expectMedia(viewer);
  await named("Back to live").waitFor({ state: "hidden" });
  // The bar hides when it is not needed. Exactly one live badge is visible at all times.
  await viewer.mouse.move(0, 0);
  await viewer.locator("media-controller[userinactive]").waitFor();
  assert.equal(await badge.count(), 1);
  const isSeen = () =>
    badge.evaluate((badge) => {
      const { left, top, width, height } = badge.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      for (let each: Element | null = badge; each !== null; each = each.parentElement) {
        if (Number(getComputedStyle(each).opacity) < 1) return false;
      }
      return width > 0 && x < innerWidth && y < innerHeight && badge.checkVisibility();
    });
  assert.ok(await isSeen());
});

Deno.test("a paused player stays paused when the broadcaster comes back, and then plays on", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  await (await controls(viewer)).named("Pause").click();
  await expectVideo(viewer, { paused: true });
  const frozen = await picture(viewer);
  await broadcaster.reload();
  await mainButton(broadcaster, "stop").waitFor();
  await viewer.getByText(PLAYER.en.stopped.detail).waitFor();
  await framesCome(viewer, 10);
  assert.equal(await picture(viewer), frozen);
  assert.equal((await videoFacts(viewer)).paused, true);

  await viewer.keyboard.press("k");
  await pictureMoves(viewer, frozen);
  await expectMedia(viewer);
});

Deno.test("keys work wherever the focus is: space, k, m, f, the arrows", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  await controls(viewer);
  // The focus is on the picture, where Unmute was.
  await viewer.locator("video").evaluate((video) => video.blur());
  assert.equal(await viewer.evaluate(() => document.activeElement?.tagName), "BODY");
  const pressed = async (key: string, expected: Parameters<typeof expectVideo>[1]) => {
    await viewer.keyboard.press(key);
    await expectVideo(viewer, expected);
    await controlsKnow(viewer);
  };
  await pressed("Space", { paused: true });
  assert.equal(await viewer.evaluate(() => scrollY), 0);
  await pressed("k", { paused: false });
  await pressed("m", { muted: true });
  await pressed("m", { muted: false });
  await pressed("ArrowDown", { volume: 0.9 });
  await pressed("ArrowDown", { volume: 0.8 });
  await pressed("ArrowUp", { volume: 0.9 });
  await viewer.keyboard.press("f");
  await isFullscreen(viewer, true);
  await viewer.keyboard.press("f");
  await isFullscreen(viewer, false);

  // A focused button takes the space bar, and the player does not.
  await viewer.getByRole("button", { name: "Settings" }).focus();
  await viewer.keyboard.press("Space");
  await viewer.getByRole("group", { name: "Settings" }).waitFor();
  assert.equal((await videoFacts(viewer)).paused, false);
  await viewer.keyboard.press("Escape");
  await viewer.getByRole("group", { name: "Settings" }).waitFor({ state: "detached" });
});

Deno.test("volume and mute are stored for the next visit, a browser's refusal of sound is not", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  await controls(viewer);
  await viewer.keyboard.press("ArrowDown");
  await expectVideo(viewer, { volume: 0.9 });
  await viewer.keyboard.press("m");
  await expectVideo(viewer, { muted: true });

  await viewer.reload();
  await expectVideo(viewer, { paused: false, muted: true, volume: 0.9 });
  await framesCome(viewer, 10);
  // The visitor chose to mute, so the player does not offer Unmute.
  await controls(viewer);
  assert.equal(await viewer.locator(".stage-unmute").count(), 0);

  await viewer.keyboard.press("m");
  await expectVideo(viewer, { muted: false });
  await viewer.addInitScript(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      if (this.muted) return play.call(this);
      return Promise.reject(new DOMException("no gesture", "NotAllowedError"));
    };
    Object.assign(globalThis, { allowSound: () => HTMLMediaElement.prototype.play = play });
  });
  await viewer.reload();
  await viewer.locator(".stage-unmute").waitFor();
  await expectVideo(viewer, { muted: true });
  const stored = await viewer.evaluate(() => localStorage.getItem("tuila.player"));
  assert.deepEqual(JSON.parse(stored ?? "").muted, false);

  await viewer.evaluate(() => Reflect.get(globalThis, "allowSound")());
  await viewer.locator(".stage-unmute").click();
  await expectVideo(viewer, { muted: false, volume: 0.9 });
});

Deno.test("a double click, and a double tap, fill the screen", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  await controls(viewer);
  const video = viewer.locator("video");
  await video.dblclick({ position: { x: 100, y: 100 } });
  await isFullscreen(viewer, true);
  assert.equal((await videoFacts(viewer)).paused, false, "what the first click stopped plays on");
  await video.dblclick({ position: { x: 100, y: 100 } });
  await isFullscreen(viewer, false);

  const { x, y } = await video.boundingBox() ?? assert.fail("no video");
  const finger = await viewer.context().newCDPSession(viewer);
  for (let tap = 0; tap < 2; tap++) {
    const touchPoints = [{ x: x + 100, y: y + 100 }];
    await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }
  await isFullscreen(viewer, true);
  assert.equal((await videoFacts(viewer)).paused, false, "a finger does not pause");
});

Deno.test("a click on the picture pauses, another plays", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  await controls(viewer);
  const video = viewer.locator("video");
  await video.click({ position: { x: 100, y: 100 } });
  await expectVideo(viewer, { paused: true });
  await video.click({ position: { x: 300, y: 100 } });
  await expectVideo(viewer, { paused: false });
});

Deno.test("the full-screen button shows the stage with its words, and its name says what it does", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  const { named } = await controls(viewer);
  await named(texts["enter fullscreen mode"]).click();
  await isFullscreen(viewer, true);
  assert.ok(
    await viewer.evaluate(() =>
      document.fullscreenElement?.querySelector("[role=status]") !== null
    ),
  );
  await viewer.locator("video").hover({ position: { x: 100, y: 60 } });
  await named(texts["exit fullscreen mode"]).click();
  await isFullscreen(viewer, false);
});

Deno.test("picture in picture is requested for the video", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  const { named } = await controls(viewer);
  // Headless browsers have no such window, so the test observes only the request.
  await viewer.evaluate(() => {
    HTMLVideoElement.prototype.requestPictureInPicture = function () {
      Object.assign(globalThis, { testPip: this.className });
      return Promise.reject(new DOMException("none here", "NotSupportedError"));
    };
  });
  await named(texts["enter picture in picture mode"]).click();
  await viewer.waitForFunction(() => Reflect.get(globalThis, "testPip") === "stage-video");
});

Deno.test("the controls hide when they are not needed, and a pointer brings them back", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  await controls(viewer);
  const bar = viewer.locator(".player-bar");
  const opacity = (wanted: string) =>
    bar.evaluateHandle((bar, wanted) =>
      new Promise<void>((resolve) => {
        const look = () =>
          getComputedStyle(bar).opacity === wanted ? resolve() : requestAnimationFrame(look);
        look();
      }), wanted);
  await viewer.locator("video").hover({ position: { x: 100, y: 60 } });
  await opacity("0");
  await viewer.locator("video").hover({ position: { x: 140, y: 80 } });
  await opacity("1");
});

async function isFullscreen(page: Page, expected: boolean): Promise<void> {
  await page.waitForFunction(
    (expected) => {
      const player = document.querySelector("media-controller");
      // The controls notice it a moment later, and the next key toggles what they know.
      return (document.fullscreenElement === player && player !== null) === expected &&
        player?.hasAttribute("mediaisfullscreen") === expected;
    },
    expected,
  );
}

/** Waits until the controls know the video's state, because the next key toggles what they know. */
async function controlsKnow(viewer: Page): Promise<void> {
  await viewer.waitForFunction(() => {
    const video = document.querySelector("video");
    const player = document.querySelector("media-controller");
    return video !== null && player !== null &&
      Number(player.getAttribute("mediavolume")) === video.volume &&
      player.hasAttribute("mediamuted") === video.muted &&
      player.hasAttribute("mediapaused") === video.paused;
  });
}
