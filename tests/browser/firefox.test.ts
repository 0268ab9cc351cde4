/** Firefox and Chromium work with each other, in both roles. */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { PLAYER } from "@/i18n/player.ts";
import { type AnyPage, expectMedia, goLive, mainButton, PATIENCE } from "../support/browser.ts";
import { findFirefox, NEEDS_FIREFOX } from "../support/firefox.ts";
import { firefoxVisitor, mainButton as buttonIn, readable } from "../support/firefox_browser.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";

const firefox = await findFirefox();

/** A test with a site and a visitor with Firefox, on whose page no error may occur. */
function test(name: string, fn: (site: TestSite, page: Page) => Promise<void>): void {
  Deno.test({
    name: `${name}${firefox === undefined ? ` (${NEEDS_FIREFOX})` : ""}`,
    ignore: firefox === undefined,
    async fn() {
      await using site = await openTestSite();
      await using visitor = await firefoxVisitor(firefox ?? "");
      await fn(site, visitor.page);
      assert.deepEqual(visitor.faults, []);
    },
  });
}

test(
  "Firefox broadcasts, Chromium watches: through a reload, and to its end",
  async (site, page) => {
    await page.goto(`${site.origin}/broadcast`);
    await buttonIn(page, "start").click();
    await buttonIn(page, "stop").wait();
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch`);
    await expectMedia(viewer);
    await readable(page, "1 watching");

    // Firefox prompts for the camera again, so the page must not request it by itself.
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
  async (site, page) => {
    const broadcaster = await site.broadcaster();
    await goLive(broadcaster, `${site.origin}/broadcast`);
    await page.goto(`${site.origin}/watch`);
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
  async (site, page) => {
    await page.goto(`${site.origin}/broadcast`);
    await buttonIn(page, "start").click();
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch`);
    await expectMedia(viewer);
    for (const codec of ["VP9", "AV1", "VP8"]) {
      await page.select("select[id$=-codec]", codec);
      await receivesCodec(codec, viewer);
    }
  },
);

test("the codec that is chosen in Chromium is sent to Firefox", async (site, page) => {
  const broadcaster = await site.broadcaster();
  await goLive(broadcaster, `${site.origin}/broadcast`);
  await page.goto(`${site.origin}/watch`);
  await expectMedia(page);
  await broadcaster.locator("summary", { hasText: "Quality" }).click();
  for (const codec of ["VP9", "AV1", "VP8"]) {
    await broadcaster.getByLabel("Codec").selectOption(codec);
    await receivesCodec(codec, page);
  }
});

/** Waits until the page receives video in that codec. */
async function receivesCodec(codec: string, page: AnyPage): Promise<void> {
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
