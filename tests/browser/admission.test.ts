/** A new viewer does not degrade the stream for the others: it gets a lower rung, or a place in the queue. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { AUDIENCE } from "@/i18n/audience.ts";
import { PLAYER } from "@/i18n/player.ts";
import { QUALITY } from "@/i18n/quality.ts";
import { expectMedia, mainButton } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { outbound } from "../support/outbound.ts";

async function goLiveHere(page: Page): Promise<void> {
  await mainButton(page, "start").click();
  await mainButton(page, "stop").waitFor();
}

Deno.test("past the number set by hand a viewer reads its place in the queue, and is admitted when another leaves", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await broadcaster.goto(`${site.origin}/broadcast`);
  await broadcaster.locator("summary", { hasText: "Quality" }).click();
  await broadcaster.getByRole("radio", { name: QUALITY.en.byHand }).check();
  const most = broadcaster.getByLabel(QUALITY.en.most);
  await most.fill("1");
  await goLiveHere(broadcaster);

  const watch = async () => {
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch`);
    return viewer;
  };
  const first = await watch();
  await expectMedia(first);
  const second = await watch();
  await second.getByText(PLAYER.en.states.queued.title).waitFor();
  await second.getByText(PLAYER.en.place(1)).waitFor();
  const third = await watch();
  await third.getByText(PLAYER.en.place(2)).waitFor();
  await broadcaster.locator("summary", { hasText: "Viewers" }).click();
  await broadcaster.getByText(AUDIENCE.en.inLine("2")).waitFor();
  await expectMedia(first);

  await first.close();
  await expectMedia(second);
  await third.getByText(PLAYER.en.place(1)).waitFor();
  await most.fill("2");
  await expectMedia(third);
  await broadcaster.getByText(AUDIENCE.en.inLine("")).waitFor({ state: "detached" });
});

/** Makes the page see a machine with so many cores. */
async function haveCores(page: Page, cores: number): Promise<void> {
  await page.evaluate(
    (cores) =>
      Object.defineProperty(navigator, "hardwareConcurrency", { value: cores, configurable: true }),
    cores,
  );
}

// `deno task bench newcomer` measures how many frames per second a fourth viewer costs.
Deno.test("where the processor is at its limit a fourth viewer waits, nothing is encoded for it, and it is admitted once there is room", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await broadcaster.goto(`${site.origin}/broadcast`);
  await broadcaster.locator("summary", { hasText: "Quality" }).click();
  await goLiveHere(broadcaster);
  const viewers: Page[] = [];
  for (let index = 0; index < 3; index++) {
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch`);
    await expectMedia(viewer);
    viewers.push(viewer);
  }
  await haveCores(broadcaster, 0.1);
  await broadcaster.getByText(QUALITY.en.placesMeasured("3")).waitFor();

  const fourth = await site.viewer();
  await fourth.goto(`${site.origin}/watch`);
  await fourth.getByText(PLAYER.en.place(1)).waitFor();
  for (const viewer of viewers) await expectMedia(viewer);
  assert.equal((await outbound(broadcaster)).length, 3, "nothing is sent to who waits");

  await haveCores(broadcaster, 64);
  await expectMedia(fourth);
});
