/** The player in frames without an origin, in a local file, and in a page that requires a policy (`csp`) of them. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { goLive } from "../support/browser.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { framePage, htmlPage, openOtherSite } from "../support/other_site.ts";

async function onAir(site: TestSite): Promise<Page> {
  const broadcaster = await site.broadcaster();
  await goLive(broadcaster, `${site.origin}/broadcast/harbour`);
  return broadcaster;
}

/** Waits until the player in the page's frame has played for a while. */
async function playsInFrame(page: Page): Promise<void> {
  const video = page.frameLocator("iframe").locator("video");
  await video.evaluate(async (video) => {
    if (!(video instanceof HTMLVideoElement)) throw new TypeError("no video");
    for (let frames = 0; frames < 10; frames++) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    }
  });
}

Deno.test("a frame without an origin plays, and comes back when its socket was cut", async () => {
  await using site = await openTestSite();
  const broadcaster = await onAir(site);
  const page = await site.viewer();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error.stack)));
  const src = `${site.origin}/embed/harbour?muted`;
  await using otherSite = openOtherSite(() => htmlPage(framePage(src, 'sandbox="allow-scripts"')));
  await page.goto(otherSite.origin);
  await playsInFrame(page);
  const frame = page.frames()[1];
  assert.equal(await frame.evaluate(() => globalThis.origin), "null");
  await page.frameLocator("iframe").getByRole("button", { name: "Settings", exact: true })
    .waitFor({ state: "attached" });
  await broadcaster.getByText("1 watching").waitFor();

  await site.server.restart();
  await playsInFrame(page);
  await broadcaster.getByText("1 watching").waitFor();
  assert.deepEqual(errors, []);
});

Deno.test("a frame in a local file plays: the policy names no origins if all are allowed", async () => {
  await using site = await openTestSite();
  await onAir(site);
  const page = await site.viewer();
  const file = await Deno.makeTempFile({ suffix: ".html" });
  try {
    await Deno.writeTextFile(file, framePage(`${site.origin}/embed/harbour?muted`));
    await page.goto(`file://${file}`);
    await playsInFrame(page);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("a page that requires a policy of its frames shows the player, with an origin and without", async () => {
  await using site = await openTestSite();
  await onAir(site);
  const page = await site.viewer();
  const src = `${site.origin}/embed/harbour?muted`;
  for (const attributes of ["", 'sandbox="allow-scripts"']) {
    await using otherSite = openOtherSite(() =>
      htmlPage(framePage(src, attributes), {
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-opener-policy": "same-origin",
      })
    );
    await page.goto(otherSite.origin);
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    await playsInFrame(page);
  }
});
