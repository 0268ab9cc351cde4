/** WebRTC is missing, broken or blocked: both pages say so and what to do, and neither waits for ever. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { CHECK } from "@/i18n/check.ts";
import { CHECK_PAGE } from "@/i18n/check_page.ts";
import { PLAYER } from "@/i18n/player.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { expectMedia, goLive, mainButton } from "../support/browser.ts";
import { allowPaths, blockPaths, breakWebRtc, BROKEN } from "../support/broken_webrtc.ts";
import { openTestSite } from "../support/test_site.ts";

const { en: studio } = STUDIO;
const { en: player } = PLAYER;

const alertIn = (page: Page, words: string) =>
  page.locator("[role=alert]").filter({ hasText: words });
const checkIn = (page: Page) => page.getByRole("link", { name: studio.check });

function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  return errors;
}

for (const how of BROKEN) {
  Deno.test(`WebRTC is ${how}: the studio says so before it asks for a device, in the words of the check`, async () => {
    await using site = await openTestSite();
    const page = await site.broadcaster();
    const errors = errorsOf(page);
    await breakWebRtc(page, how);
    await page.goto(`${site.origin}/broadcast`);
    const alert = alertIn(page, studio.problems["no-webrtc"].title);
    await alert.waitFor();
    assert.equal(await mainButton(page, "start").getAttribute("aria-disabled"), "true");
    const words = await alert.innerText();

    await page.goto(new URL(await checkIn(page).getAttribute("href") ?? "", page.url()).href);
    await page.getByLabel(CHECK_PAGE.en.report.label).waitFor();
    const verdict = await page.locator(".check-verdict").innerText();
    const { fact, advice } = CHECK.en.problems["no-webrtc"];
    assert.ok(verdict.includes(fact) && verdict.includes(advice), verdict);
    assert.ok(words.includes(advice), words);
    assert.deepEqual(errors, []);
  });

  Deno.test(`WebRTC is ${how}: the player says so, on its page and in others'`, async () => {
    await using site = await openTestSite();
    await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
    await Promise.all(["/watch", "/embed", "/embed?autoplay=0"].map(async (path) => {
      const page = await site.viewer();
      const errors = errorsOf(page);
      await breakWebRtc(page, how);
      await page.goto(site.origin + path);
      if (path.includes("autoplay")) await page.getByRole("button", { name: player.play }).click();
      await alertIn(page, player.states["no-webrtc"].title).waitFor();
      assert.deepEqual(errors, [], path);
    }));
  });
}

Deno.test("no viewer gets a link: the studio says so, until one gets a link", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await blockPaths(page);
  await goLive(page, `${site.origin}/broadcast`);
  const viewers = [await site.viewer(), await site.viewer()];
  for (const viewer of viewers) await viewer.goto(`${site.origin}/watch`);
  const alarm = alertIn(page, studio.isolated.title);
  await alarm.waitFor();
  assert.match(await alarm.innerText(), /extension.*VPN.*policy.*another browser.*TURN/s);
  assert.equal(await checkIn(page).getAttribute("target"), "_blank");
  await alertIn(viewers[0], player.states.stuck.title).waitFor();
  assert.equal(await checkIn(viewers[0]).getAttribute("href"), "/check");

  await allowPaths(page);
  await expectMedia(viewers[0], 5);
  await alarm.waitFor({ state: "detached" });
  await page.getByText(studio.onAir).waitFor({ state: "attached" });
  assert.equal(await checkIn(page).count(), 0);
  await viewers[0].getByText(player.states.playing.detail).waitFor({ state: "attached" });
});

Deno.test("links that fail while one works are their viewers' problem; if all fail, the studio says so", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await goLive(page, `${site.origin}/broadcast`);
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer, 5);
  await page.evaluate(() => {
    Object.assign(globalThis, {
      RTCPeerConnection: function () {
        throw new DOMException("WebRTC is blocked", "NotSupportedError");
      },
    });
  });
  const late = await site.viewer();
  await late.goto(`${site.origin}/watch`);
  await alertIn(late, player.states.stuck.title).waitFor();
  assert.equal(await alertIn(page, studio.isolated.title).count(), 0);
  await viewer.close();
  await alertIn(page, studio.isolated.title).waitFor();
});
