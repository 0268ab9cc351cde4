/** How good a picture is sent, and how much is sent in all. On real media. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { QUALITY } from "@/i18n/quality.ts";
import { expectMedia, goLive } from "../support/browser.ts";
import { showBusyPicture } from "../support/busy_picture.ts";
import { openTestSite } from "../support/test_site.ts";
import { outbound, rates, sum } from "../support/outbound.ts";

async function openQuality(page: Page): Promise<void> {
  await page.locator("summary", { hasText: "Quality" }).click();
}

/** How much each link is sent while a viewer decodes so many frames. */
async function measure(broadcaster: Page, viewer: Page, frames = 60): Promise<number[]> {
  const before = await outbound(broadcaster);
  await expectMedia(viewer, frames);
  return rates(before, await outbound(broadcaster));
}

const CAP = 1_000_000;

/** Waits until what is sent comes within 10% of the limit; fails as soon as it is more than that. */
async function atTheLimit(broadcaster: Page, viewer: Page): Promise<number[]> {
  let all = "";
  for (let looks = 0; looks < 5; looks++) {
    const each = await measure(broadcaster, viewer);
    all = each.map(Math.round).join(", ");
    assert.ok(sum(each) <= 1.1 * CAP, `${all}: more than ${CAP} bits a second`);
    if (sum(each) >= 0.9 * CAP) return each;
  }
  assert.fail(`${all}: far less than ${CAP} bits a second`);
}

Deno.test("four viewers share one upload fairly, and its limit holds", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await showBusyPicture(visitor);
  const broadcaster = await visitor.newPage();
  await goLive(broadcaster, `${site.origin}/broadcast`);
  const viewers: Page[] = [];
  for (let index = 0; index < 4; index++) {
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch`);
    await expectMedia(viewer);
    viewers.push(viewer);
  }
  const unlimited = sum(await measure(broadcaster, viewers[0]));
  assert.ok(unlimited > 1.3 * CAP, `${unlimited} bits a second without a limit`);

  await openQuality(broadcaster);
  const limit = broadcaster.getByLabel(QUALITY.en.cap);
  await limit.selectOption({ label: "1 Mb/s" });
  await expectMedia(viewers[3], 20); // what was on its way has arrived
  const each = await atTheLimit(broadcaster, viewers[0]);
  assert.equal(each.length, 4);
  assert.ok(Math.min(...each) > 0.8 * Math.max(...each), `${each.join(", ")}: not fair`);

  // Who leaves leaves its part to the others, and the limit is kept in this browser.
  await viewers[3].close();
  await broadcaster.getByText("3 watching").waitFor();
  await expectMedia(viewers[0], 20);
  assert.equal((await atTheLimit(broadcaster, viewers[0])).length, 3);
  await broadcaster.reload();
  await openQuality(broadcaster);
  assert.equal(await limit.inputValue(), String(CAP));
});

Deno.test("a preset is sent as it says, and so is a codec, to those who watch already", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  const links = async (is: (size: string, codec: string) => boolean) => {
    let seen = "";
    for (let looks = 0; looks < 100; looks++) {
      const newest = (await outbound(broadcaster)).at(-1);
      seen = `${newest?.size} ${newest?.codec}`;
      if (newest !== undefined && is(newest.size, newest.codec)) return;
      await expectMedia(viewer, 1);
    }
    assert.fail(seen);
  };
  await openQuality(broadcaster);
  const preset = (name: string) => broadcaster.getByRole("radio", { name }).check();
  const hint = () =>
    broadcaster.locator("video").evaluate((video) =>
      video instanceof HTMLVideoElement && video.srcObject instanceof MediaStream &&
      video.srcObject.getVideoTracks()[0].contentHint
    );
  await preset("360p");
  await links((size) => Number(size.split("x")[1]) <= 360);
  const settings = () =>
    broadcaster.locator("video").evaluate((video) => {
      if (!(video instanceof HTMLVideoElement) || !(video.srcObject instanceof MediaStream)) return;
      return video.srcObject.getVideoTracks()[0].getSettings().height;
    });
  await preset("Sharp text");
  await links((size) => size === "1920x1080");
  assert.equal(await settings(), 1080);
  assert.equal(await hint(), "text");
  await preset("Smooth motion");
  assert.equal(await hint(), "motion");
  await preset("360p");

  await broadcaster.getByLabel("Codec").selectOption("VP9");
  await links((_, codec) => codec === "video/VP9");
  await expectMedia(viewer);
  const other = await site.viewer();
  await other.goto(`${site.origin}/watch`);
  await expectMedia(other);
  const codecs = (await outbound(broadcaster)).map(({ codec }) => codec);
  assert.deepEqual(codecs, ["video/VP9", "video/VP9"]);
});
