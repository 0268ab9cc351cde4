/** The studio mirrors the user's own camera. No viewer sees it mirrored. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { SOURCES } from "@/i18n/sources.ts";
import { expectMedia, goLive, mainButton } from "../support/browser.ts";
import { giveCamera } from "../support/camera.ts";
import { openTestSite } from "../support/test_site.ts";
import { colourAt, giveScreen } from "../support/screen.ts";

const texts = SOURCES.en;
const CAMERA = { width: 640, height: 360 };
const MIRRORED = "matrix(-1, 0, 0, 1, 0, 0)";
const AS_IT_IS = "none";

const isSeen = (page: Page, transform: string) =>
  page.waitForFunction((transform) => {
    const video = document.querySelector("video");
    return video !== null && video.videoWidth > 0 &&
      getComputedStyle(video).transform === transform;
  }, transform);

Deno.test("the studio mirrors the user's own camera, but no viewer's picture, no screen and no corner", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await giveCamera(visitor, CAMERA);
  await giveScreen(visitor);
  const studio = await visitor.newPage();
  await studio.goto(`${site.origin}/broadcast`);
  await studio.getByRole("button", { name: texts.preview, exact: true }).click();
  await isSeen(studio, MIRRORED);
  await mainButton(studio, "start").click();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  await isSeen(studio, MIRRORED);
  await isSeen(viewer, AS_IT_IS);
  const [red, green] = await colourAt(viewer, 0.25, 0.5);
  assert.ok(red > 180 && green < 80, `the left is red: ${red}, ${green}`);

  await studio.getByRole("button", { name: texts.shareScreen, exact: true }).click();
  await isSeen(studio, AS_IT_IS);
  await studio.getByText(texts.title).click();
  for (
    const [choice, transform] of [
      ["camera", MIRRORED],
      ["both", AS_IT_IS],
      ["camera", MIRRORED],
      ["screen", AS_IT_IS],
    ] as const
  ) {
    await studio.getByRole("radio", { name: texts.pictures[choice], exact: true }).check();
    await isSeen(studio, transform);
  }
});

Deno.test("a phone's rear camera is not mirrored", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await giveCamera(visitor, CAMERA, "environment");
  const studio = await visitor.newPage();
  await goLive(studio, `${site.origin}/broadcast`);
  await isSeen(studio, AS_IT_IS);
});
