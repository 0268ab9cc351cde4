/** Another engine at one end: Firefox and Chromium understand each other, both ways. */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { expectMedia, goLive } from "../support/browser.ts";
import { findFirefox, NEEDS_FIREFOX } from "../support/firefox.ts";
import { button, firefoxVisitor, readable } from "../support/firefox_browser.ts";
import { type House, openHouse } from "../support/house.ts";

const firefox = await findFirefox();

/** With a house, and somebody in it who has Firefox: nothing may go wrong on their page. */
function test(name: string, fn: (house: House, page: Page) => Promise<void>): void {
  Deno.test({
    name: `Firefox: ${name}${firefox === undefined ? ` (${NEEDS_FIREFOX})` : ""}`,
    ignore: firefox === undefined,
    async fn() {
      await using house = await openHouse();
      await using visitor = await firefoxVisitor(firefox ?? "");
      await fn(house, visitor.page);
      assert.deepEqual(visitor.faults, []);
    },
  });
}

test(
  "Firefox broadcasts, Chromium watches: through a reload, and to its end",
  async (house, page) => {
    await page.goto(`${house.origin}/broadcast`);
    await button(page, "Start broadcasting").click();
    await button(page, "Stop broadcasting").wait();
    const viewer = await house.viewer();
    await viewer.goto(`${house.origin}/watch`);
    await expectMedia(viewer);
    await readable(page, "1 watching");

    // Firefox asks for the camera anew, unless its person has said otherwise: a page must not do that by itself.
    await page.reload();
    await button(page, "Resume").click();
    await button(page, "Stop broadcasting").wait();
    await expectMedia(viewer);

    await button(page, "Stop broadcasting").click();
    await viewer.getByText("The broadcast has ended").waitFor();
  },
);

test(
  "Chromium broadcasts, Firefox watches: through a reload, and to its end",
  async (house, page) => {
    const broadcaster = await house.broadcaster();
    await goLive(broadcaster, `${house.origin}/broadcast`);
    await page.goto(`${house.origin}/watch`);
    await expectMedia(page);
    await broadcaster.getByText("1 watching").waitFor();

    await broadcaster.reload();
    await broadcaster.getByRole("button", { name: "Stop broadcasting" }).waitFor();
    await expectMedia(page);

    await broadcaster.getByRole("button", { name: "Stop broadcasting" }).click();
    await readable(page, "The broadcast has ended");
  },
);
