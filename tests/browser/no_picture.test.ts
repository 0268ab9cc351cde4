/** No picture or no sound arrives: both pages say which. A viewer that joins late still gets a still picture. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { PLAYER } from "@/i18n/player.ts";
import { SOURCES } from "@/i18n/sources.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { expectMedia, goLive, mainButton } from "../support/browser.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { lasts } from "../support/lasts.ts";
import { controls } from "../support/player.ts";
import { colourAt, giveWindow, isBlue, minimize } from "../support/screen.ts";

const { media, states } = PLAYER.en;

const says = (page: Page, words: string) =>
  page.locator(".stage [role=status]").filter({ hasText: words }).waitFor();

/** The present text of the stage. */
const words = (page: Page) => page.locator(".stage [role=status]").innerText();

Deno.test("viewers read that the picture is hidden and the sound muted, also one that joins then, and that they are back", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  const player = await controls(viewer);
  await broadcaster.locator("body").press("v");
  await says(viewer, media.picture.hidden);
  await says(viewer, media.sound.on);
  await viewer.locator(".stage .badge--live").waitFor();
  await player.settings(); // the words do not cover the settings
  await broadcaster.locator("body").press("m");
  await says(viewer, media.sound.muted);

  const late = await site.viewer();
  await late.goto(`${site.origin}/embed`);
  await says(late, media.picture.hidden);
  assert.ok(!(await words(late)).includes(states.playing.detail));

  await broadcaster.locator("body").press("v");
  for (const page of [viewer, late]) await says(page, media.sound.muted);
  await broadcaster.locator("body").press("m");
  for (const page of [viewer, late]) await says(page, states.playing.detail);
  await expectMedia(viewer);
});

Deno.test("without a camera there is sound only, without both nothing, and no connection is replaced", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  await broadcaster.getByText(SOURCES.en.title).click();
  const select = (name: string, index: number) =>
    broadcaster.getByLabel(name, { exact: true }).selectOption({ index });
  await select(SOURCES.en.camera, 0);
  await says(viewer, media.picture.none);
  await select(SOURCES.en.microphone, 0);
  await says(viewer, media.sound.none);
  const links = () => viewer.evaluate(() => Reflect.get(globalThis, "testConnections").length);
  const made = await links();
  await lasts(3_000); // a link that seems broken would be replaced by then
  assert.ok((await words(viewer)).includes(media.sound.none));
  const late = await site.viewer();
  await late.goto(`${site.origin}/watch`);
  await says(late, media.sound.none);

  await select(SOURCES.en.microphone, 1);
  await says(viewer, media.picture.none);
  await select(SOURCES.en.camera, 1);
  for (const page of [viewer, late]) {
    await expectMedia(page, 3);
    await says(page, states.playing.detail);
  }
  assert.equal(await links(), made);
});

/** Broadcasts a window, with the microphone. */
async function share(site: TestSite, visitor: BrowserContext): Promise<Page> {
  const studio = await visitor.newPage();
  await studio.goto(`${site.origin}/broadcast`);
  await studio.getByRole("button", { name: SOURCES.en.shareScreen, exact: true }).click();
  await studio.getByText(STUDIO.en.previewing.detail).waitFor();
  await mainButton(studio, "start").click();
  await mainButton(studio, "stop").waitFor();
  return studio;
}

async function shareWindow(site: TestSite, colour: string | null, frames?: number): Promise<Page> {
  const visitor = await site.visitor({ camera: true });
  await giveWindow(visitor, colour, frames);
  return await share(site, visitor);
}

Deno.test("a still screen is seen by every viewer, however late it joins", async () => {
  // A captured tab gives frames only when it changes. The switch chooses the tab, because no user is there.
  await using site = await openTestSite({
    args: ["--auto-select-tab-capture-source-by-title=Still"],
  });
  const visitor = await site.visitor({ camera: true });
  const still = await visitor.newPage();
  await still.goto("data:text/html,<title>Still</title><body style='background:blue'>");
  await share(site, visitor);
  for (const wait of [0, 10_000]) {
    await lasts(wait);
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch`);
    await says(viewer, states.playing.detail);
    await viewer.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) > 0);
    assert.ok(isBlue(await colourAt(viewer, 0.5, 0.5)), `after ${wait} ms`);
  }
});

Deno.test("a picture that should arrive but does not is reported to the viewer", async () => {
  await using site = await openTestSite();
  await shareWindow(site, "#0000ff", 20); // no more frames for viewers that join later
  await lasts(3_000);
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await says(viewer, states["sound-only"].detail);
});

Deno.test("a minimised window: studio and viewers say so until it is back", async () => {
  await using site = await openTestSite();
  const studio = await shareWindow(site, "#0000ff");
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await says(viewer, states.playing.detail);
  await minimize(studio, true);
  await says(studio, STUDIO.en.dark.nothing.screen);
  await says(viewer, media.picture.stalled);
  await minimize(studio, false);
  await says(studio, STUDIO.en.onAir);
  await says(viewer, states.playing.detail);
});

Deno.test("a window that gives no frame at all, and one that is black", async () => {
  await using site = await openTestSite();
  const studio = await shareWindow(site, null);
  await says(studio, STUDIO.en.dark.nothing.screen);
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await says(viewer, media.picture.stalled);

  await using other = await openTestSite();
  const black = await shareWindow(other, "#000000");
  await says(black, STUDIO.en.dark.black.screen);
});

Deno.test("the studio says that the camera is covered, until it is uncovered", async () => {
  await using site = await openTestSite();
  const studio = await site.broadcaster();
  await studio.addInitScript(() => {
    const { mediaDevices } = navigator;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const canvas = document.createElement("canvas");
      const brush = canvas.getContext("2d");
      Object.assign(globalThis, { testColour: "#000000" });
      setInterval(() => {
        if (brush === null) return;
        brush.fillStyle = Reflect.get(globalThis, "testColour");
        brush.fillRect(0, 0, canvas.width, canvas.height);
      }, 100);
      const sound = (await real(constraints)).getAudioTracks();
      return new MediaStream([...canvas.captureStream(10).getVideoTracks(), ...sound]);
    };
  });
  await goLive(studio, `${site.origin}/broadcast`);
  await says(studio, STUDIO.en.dark.black.camera);
  await studio.locator("body").press("v");
  await says(studio, STUDIO.en.onAir); // a hidden picture is intended, so it gets no warning
  await studio.locator("body").press("v");
  await studio.evaluate(() => Object.assign(globalThis, { testColour: "#00ff00" }));
  await says(studio, STUDIO.en.onAir);
});
