/** Another engine at one end: Firefox and Chromium understand each other, both ways. */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { PLAYER } from "@/i18n/player.ts";
import { type AnyPage, expectMedia, goLive, mainButton, PATIENCE } from "../support/browser.ts";
import { findFirefox, NEEDS_FIREFOX } from "../support/firefox.ts";
import { firefoxVisitor, mainButton as buttonIn, readable } from "../support/firefox_browser.ts";
import { type House, openHouse } from "../support/house.ts";

const firefox = await findFirefox();

/** With a house, and somebody in it who has Firefox: nothing may go wrong on their page. */
function test(name: string, fn: (house: House, page: Page) => Promise<void>): void {
  Deno.test({
    name: `${name}${firefox === undefined ? ` (${NEEDS_FIREFOX})` : ""}`,
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
    await buttonIn(page, "start").click();
    await buttonIn(page, "stop").wait();
    const viewer = await house.viewer();
    await viewer.goto(`${house.origin}/watch`);
    await expectMedia(viewer);
    await readable(page, "1 watching");

    // Firefox asks for the camera anew, unless its person has said otherwise: a page must not do that by itself.
    await page.reload();
    await buttonIn(page, "resume").click();
    await buttonIn(page, "stop").wait();
    await expectMedia(viewer);

    await buttonIn(page, "stop").click();
    await viewer.getByText(PLAYER.en.states.ended.title).waitFor();
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
    await mainButton(broadcaster, "stop").waitFor();
    await expectMedia(page);

    await mainButton(broadcaster, "stop").click();
    await readable(page, PLAYER.en.states.ended.title);
  },
);

test(
  "the codec that is chosen in Firefox is sent, to those who watch already",
  async (house, page) => {
    await page.goto(`${house.origin}/broadcast`);
    await buttonIn(page, "start").click();
    const viewer = await house.viewer();
    await viewer.goto(`${house.origin}/watch`);
    await expectMedia(viewer);
    for (const codec of ["VP9", "AV1", "VP8"]) {
      await page.select("select[id$=-codec]", codec);
      await comesIn(codec, viewer);
    }
  },
);

test("the codec that is chosen in Chromium is sent to Firefox", async (house, page) => {
  const broadcaster = await house.broadcaster();
  await goLive(broadcaster, `${house.origin}/broadcast`);
  await page.goto(`${house.origin}/watch`);
  await expectMedia(page);
  await broadcaster.locator("summary", { hasText: "Quality" }).click();
  for (const codec of ["VP9", "AV1", "VP8"]) {
    await broadcaster.getByLabel("Codec").selectOption(codec);
    await comesIn(codec, page);
  }
});

/** Waits until the picture arrives in that codec. */
async function comesIn(codec: string, page: AnyPage): Promise<void> {
  const start = performance.now();
  let seen: string[] = [];
  while (!seen.includes(`video/${codec}`)) {
    assert.ok(performance.now() - start < PATIENCE, `${codec} is to come, and ${seen} does`);
    await expectMedia(page, 1);
    seen = await page.evaluate(async () => {
      const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
      const reports = await Promise.all(connections.map((connection) => connection.getStats()));
      return reports.flatMap((report) =>
        [...report.values()]
          .filter(({ type, kind }) => type === "inbound-rtp" && kind === "video")
          .map(({ codecId }) => report.get(codecId)?.mimeType)
      );
    });
  }
}
