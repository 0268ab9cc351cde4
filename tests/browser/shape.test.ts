/** Pictures of every shape arrive uncropped, and a preset is the length of the short side. */
import type { Page } from "playwright-core";
import { QUALITY } from "@/i18n/quality.ts";
import { SOURCES } from "@/i18n/sources.ts";
import { expectMedia, goLive, mainButton } from "../support/browser.ts";
import {
  cameraFile,
  type CameraSize,
  giveCamera,
  showsSize,
  turnCamera,
} from "../support/camera.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { giveScreen } from "../support/screen.ts";

const size = (width: number, height: number): CameraSize => ({ width, height });
const shareScreen = (studio: Page) =>
  studio.getByRole("button", { name: SOURCES.en.shareScreen, exact: true }).click();

async function watch(site: TestSite): Promise<Page> {
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  return viewer;
}

async function choose(studio: Page, preset: string): Promise<void> {
  const radio = studio.getByRole("radio", { name: preset });
  if (!await radio.isVisible()) {
    await studio.locator("summary", { hasText: QUALITY.en.title }).click();
  }
  await radio.check();
}

for (
  const [name, camera, small, large] of [
    ["an upright camera", size(720, 1280), size(360, 640), size(720, 1280)],
    ["a camera of 4 : 3", size(960, 720), size(480, 360), size(960, 720)],
    ["a square one", size(600, 600), size(360, 360), size(600, 600)],
  ] as const
) {
  Deno.test(`${name} is sent whole, at each preset`, async () => {
    await using file = await cameraFile(camera);
    await using site = await openTestSite({ args: [file.argument] });
    const studio = await site.broadcaster();
    await goLive(studio, `${site.origin}/broadcast`);
    const viewer = await watch(site);
    await showsSize(viewer, small);
    await choose(studio, "720p");
    await showsSize(viewer, large);
    await choose(studio, "360p");
    await showsSize(viewer, small);
  });
}

Deno.test("the picture of a phone that is rotated while live is sent upright", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await giveCamera(visitor, size(1280, 720));
  const studio = await visitor.newPage();
  await goLive(studio, `${site.origin}/broadcast`);
  const viewer = await watch(site);
  await showsSize(viewer, size(640, 360));
  await turnCamera(studio);
  await showsSize(viewer, size(360, 640));
  await choose(studio, "720p");
  await showsSize(viewer, size(720, 1280));
  await turnCamera(studio);
  await showsSize(viewer, size(1280, 720));
});

Deno.test("a shared window is sent in its shape, also once it is resized", async () => {
  // The switch chooses the window, because no user is there.
  await using site = await openTestSite({
    args: ["--auto-select-tab-capture-source-by-title=A window to share"],
  });
  const shared = await (await site.visitor(size(400, 800))).newPage();
  await shared.setContent(`<title>A window to share</title><p></p>`);
  await shared.evaluate(() =>
    setInterval(() => document.body.replaceChildren(String(performance.now())), 100)
  );
  const studio = await site.broadcaster();
  await studio.goto(`${site.origin}/broadcast`);
  await shareScreen(studio);
  await studio.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) > 0);
  await mainButton(studio, "start").click();
  const viewer = await watch(site);
  await showsSize(viewer, size(360, 720));
  await shared.setViewportSize(size(1000, 500));
  await showsSize(viewer, size(720, 360));
  await shared.setViewportSize(size(500, 500));
  await showsSize(viewer, size(360, 360));
});

for (
  const [name, screen, expected] of [
    ["an upright screen", size(720, 1280), size(360, 640)],
    ["an ultra-wide screen", size(1720, 720), size(860, 360)],
  ] as const
) {
  Deno.test(`${name} with the camera in its corner keeps its shape`, async () => {
    await using site = await openTestSite();
    const visitor = await site.visitor({ camera: true });
    await giveScreen(visitor, screen);
    const studio = await visitor.newPage();
    await goLive(studio, `${site.origin}/broadcast`);
    const viewer = await watch(site);
    await shareScreen(studio);
    await showsSize(viewer, expected);
    await studio.getByText(SOURCES.en.title).click();
    await studio.getByRole("radio", { name: SOURCES.en.pictures.screen, exact: true }).check();
    await showsSize(viewer, expected);
  });
}
