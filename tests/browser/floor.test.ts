/** The pages in a browser as old as the floor: newer APIs are removed. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { CHECK_PAGE } from "@/i18n/check_page.ts";
import { CONTROLS } from "@/i18n/controls.ts";
import { RECORDING } from "@/i18n/recording.ts";
import { goLive, received } from "../support/browser.ts";
import { takeAwayNewer } from "../support/floor.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";

/** A page of a visitor with such a browser. Its errors go to `errors`. */
async function oldPage(site: TestSite, errors: string[], camera = false): Promise<Page> {
  const visitor = await site.visitor({ camera });
  await takeAwayNewer(visitor);
  const page = await visitor.newPage();
  page.on("pageerror", (error) => errors.push(String(error.stack)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  return page;
}

/** Waits until the page receives video and audio. */
async function receivesMedia(page: Page): Promise<void> {
  const before = await received(page);
  for (let now = before; now.framesDecoded < before.framesDecoded + 10;) now = await received(page);
  const video = page.locator("video");
  await video.evaluate((video) =>
    new Promise((resolve) => video.addEventListener("timeupdate", resolve, { once: true }))
  );
  assert.ok((await received(page)).audioSamples > before.audioSamples);
}

Deno.test("a browser of the floor broadcasts, watches, records and checks, without an error", async () => {
  await using site = await openTestSite({ env: { PUBLIC_URL: "https://stream.example" } });
  const errors: string[] = [];
  const broadcaster = await oldPage(site, errors, true);
  await broadcaster.goto(`${site.origin}/broadcast/live`);
  assert.equal(
    await broadcaster.evaluate(() => "isWellFormed" in String.prototype || "any" in AbortSignal),
    false,
    "what is newer is gone",
  );
  await goLive(broadcaster, `${site.origin}/broadcast/live`);

  const viewer = await oldPage(site, errors);
  await viewer.goto(`${site.origin}/watch/live`);
  await receivesMedia(viewer);
  await viewer.getByRole("button", { name: CONTROLS.en.settings, exact: true }).click();
  await viewer.getByRole("button", { name: CONTROLS.en.statistics, exact: true }).click();
  await viewer.locator(".player-stats dd").first().waitFor();

  for (const summary of await broadcaster.locator("summary:visible").all()) await summary.click();
  await broadcaster.locator(".qr").waitFor();
  await broadcaster.locator(".viewer dl").waitFor();
  const record = (name: string) => broadcaster.getByRole("button", { name, exact: true });
  await record(RECORDING.en.start).click();
  await broadcaster.waitForFunction(() => {
    const time = document.querySelector<HTMLTimeElement>("[role=timer].record-now time");
    return Number(time?.dateTime.match(/[\d.]+/)?.[0]) >= 2;
  });
  await record(RECORDING.en.stop).click();
  const download = broadcaster.waitForEvent("download");
  await record(RECORDING.en.save).click();
  assert.match((await download).suggestedFilename(), /^live /);

  const checking = await oldPage(site, errors, true);
  await checking.goto(`${site.origin}/check`);
  await checking.getByLabel(CHECK_PAGE.en.report.label).waitFor();
  assert.equal(
    await checking.locator(".check-standing").innerText(),
    CHECK_PAGE.en.standings.all,
  );
  assert.ok(await checking.locator(".check-ways tbody tr").count() > 0, "candidates are told");

  const home = await oldPage(site, errors);
  await home.goto(site.origin);
  await home.getByRole("link", { name: /live/ }).last().waitFor();
  assert.deepEqual(errors, []);
});
