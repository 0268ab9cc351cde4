import assert from "node:assert/strict";
import type { BrowserContext } from "playwright-core";
import { expectMedia, goLive, mainButton } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

Deno.test("permission denied, then granted: a retry needs no reload", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor();
  const page = await visitor.newPage();
  await page.goto(`${site.origin}/broadcast`);
  await mainButton(page, "start").click();
  await page.getByRole("alert").filter({ hasText: /camera/i }).waitFor();

  await visitor.grantPermissions(["camera", "microphone"]);
  await mainButton(page, "again").click();
  await mainButton(page, "stop").waitFor();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
});

for (
  const [name, expected] of [
    ["NotFoundError", /no camera/i],
    ["NotReadableError", /in use|another (app|program)/i],
  ] as const
) {
  Deno.test(`getUserMedia fails with ${name}: the page says what to do, and tries again`, async () => {
    await using site = await openTestSite();
    const page = await site.broadcaster();
    await page.addInitScript((name) => {
      const { mediaDevices } = navigator;
      const real = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = (constraints) =>
        Reflect.get(globalThis, "deviceIsBack")
          ? real(constraints)
          : Promise.reject(new DOMException("", name));
    }, name);
    await page.goto(`${site.origin}/broadcast`);
    await mainButton(page, "start").click();
    await page.getByRole("alert").filter({ hasText: expected }).waitFor();
    await page.evaluate(() => Object.assign(globalThis, { deviceIsBack: true }));
    await mainButton(page, "again").click();
    await mainButton(page, "stop").waitFor();
  });
}

Deno.test("an insecure page, a browser without WebRTC: each says so before any button is pressed", async () => {
  await using site = await openTestSite();
  const insecure = await site.broadcaster();
  await insecure.addInitScript(() =>
    Object.defineProperty(globalThis, "isSecureContext", { value: false })
  );
  await insecure.goto(`${site.origin}/broadcast`);
  await insecure.getByRole("alert").filter({ hasText: /https/i }).waitFor();
  const start = mainButton(insecure, "start");
  assert.equal(await start.getAttribute("aria-disabled"), "true", "it could do nothing");

  for (const path of ["broadcast", "watch"]) {
    const old = await site.viewer();
    await old.addInitScript(() => Reflect.deleteProperty(globalThis, "RTCPeerConnection"));
    await old.goto(`${site.origin}/${path}`);
    await old.getByRole("alert").filter({ hasText: "WebRTC" }).waitFor();
  }
});

Deno.test("autoplay with sound refused: the player plays muted, and Unmute turns the sound on", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const visitor = await site.visitor();
  await refuseAutoplay(visitor, "with sound");
  const viewer = await visitor.newPage();
  await viewer.goto(`${site.origin}/watch`);
  const unmute = viewer.locator(".stage-unmute"); // the bar below has a smaller one
  await unmute.click();
  await unmute.waitFor({ state: "detached" });
  await expectMedia(viewer);
});

Deno.test("autoplay refused: Play works", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const visitor = await site.visitor();
  await refuseAutoplay(visitor, "at all");
  const viewer = await visitor.newPage();
  await viewer.goto(`${site.origin}/watch`);
  await viewer.getByRole("button", { name: "Play", exact: true }).click();
  await viewer.getByRole("button", { name: "Play", exact: true }).waitFor({ state: "detached" });
  await expectMedia(viewer);
});

/**
 * Refuses `play()` until the visitor has clicked, as browsers do. (The browser's own rule cannot be tested, because the
 * driver's `evaluate` counts as a user gesture.)
 */
async function refuseAutoplay(
  visitor: BrowserContext,
  refused: "with sound" | "at all",
): Promise<void> {
  await visitor.addInitScript((refused) => {
    let clicked = false;
    addEventListener("click", () => clicked = true, { capture: true });
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      const allowed = clicked || (refused === "with sound" && this.muted);
      return allowed ? play.call(this) : Promise.reject(new DOMException("", "NotAllowedError"));
    };
  }, refused);
}
