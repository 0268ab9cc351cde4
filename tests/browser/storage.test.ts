/** Browsers whose storage is full, blocked or missing. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { RECORDING } from "@/i18n/recording.ts";
import { SHARING } from "@/i18n/sharing.ts";
import { SOURCES } from "@/i18n/sources.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { expectMedia, goLive } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { bytesOf, recorded } from "../support/recorded.ts";
import { spoilStorage } from "../support/storage.ts";

const { buttons, states, key: keyTexts, unkeptKey } = STUDIO.en;

/** Records the page's uncaught errors and unhandled rejections. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  return errors;
}

const press = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).first().click();
const isLive = (page: Page) => page.getByRole("button", { name: buttons.stop }).waitFor();

for (const is of ["full", "blocked", "null"] as const) {
  Deno.test(`storage is ${is}: the owner gets the key, and comes back with it`, async () => {
    await using site = await openTestSite();
    const visitor = await site.visitor({ camera: true });
    await spoilStorage(visitor, is);
    const owner = await visitor.newPage();
    const errors = errorsOf(owner);
    await goLive(owner, `${site.origin}/broadcast/mine`);
    await owner.getByText(unkeptKey.reason).waitFor();
    const key = await owner.getByLabel(keyTexts.label, { exact: true }).inputValue();
    assert.match(key, /^[\w-]{20,}$/);
    const download = owner.waitForEvent("download");
    await owner.getByRole("link", { name: unkeptKey.download }).click();
    assert.equal(new TextDecoder().decode(await bytesOf(await download)).trim(), key);

    // The page itself remembers the key.
    await press(owner, buttons.stop);
    await press(owner, buttons.start);
    await isLive(owner);
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch/mine`);
    await expectMedia(viewer);

    await owner.reload();
    await press(owner, buttons.start);
    await owner.getByText(states.taken.detail).waitFor();
    await owner.getByText(keyTexts.summary).click();
    await owner.getByLabel(keyTexts.label, { exact: true }).fill(key);
    await press(owner, keyTexts.use);
    await isLive(owner);
    await expectMedia(viewer);
    assert.equal(await owner.getByLabel(keyTexts.label, { exact: true }).inputValue(), key);
    assert.deepEqual(errors, []);
  });

  Deno.test(`storage is ${is}: every choice lasts as long as the page, and nothing throws`, async () => {
    await using site = await openTestSite();
    const visitor = await site.visitor({ camera: true });
    await spoilStorage(visitor, is);
    const studio = await visitor.newPage();
    const errors = errorsOf(studio);
    await goLive(studio, `${site.origin}/broadcast`);
    for (const summary of await studio.locator(".studio-sections summary").all()) {
      await summary.click();
    }
    await studio.getByLabel(SHARING.en.title.label).fill("Harbour");
    await studio.getByLabel(SHARING.en.title.label).blur();
    await studio.getByRole("radio", { name: SOURCES.en.microphoneModes.music.name }).check();
    await studio.getByLabel(STUDIO.en.keys.use).uncheck();
    await press(studio, RECORDING.en.start);
    if (is === "full") await studio.getByText(RECORDING.en.problems["no-space"]).waitFor();
    else await recorded(studio, 2);

    const watcher = await site.visitor();
    await spoilStorage(watcher, is);
    const viewer = await watcher.newPage();
    const viewerErrors = errorsOf(viewer);
    await viewer.goto(`${site.origin}/watch`);
    await expectMedia(viewer);
    await viewer.getByText("Harbour").first().waitFor();
    await viewer.locator("video").evaluate((video) => {
      if (video instanceof HTMLVideoElement) video.volume = 0.5;
    });
    await viewer.goto(`${site.origin}/embed/live`);
    await expectMedia(viewer);
    assert.deepEqual(errors, []);
    assert.deepEqual(viewerErrors, []);
  });
}

Deno.test("with working storage, the key is not shown", async () => {
  await using site = await openTestSite();
  const owner = await site.broadcaster();
  await goLive(owner, `${site.origin}/broadcast/mine`);
  await owner.getByText(STUDIO.en.ownership).waitFor();
  assert.equal(await owner.getByText(unkeptKey.heading).count(), 0);
});

Deno.test("while storage is blocked, a key in the address stays there, so that a reload has it", async () => {
  await using site = await openTestSite({ env: { STREAM_KEYS: "mine=a-key-that-was-told" } });
  const visitor = await site.visitor({ camera: true });
  await spoilStorage(visitor, "blocked");
  const owner = await visitor.newPage();
  await goLive(owner, `${site.origin}/broadcast/mine#key=a-key-that-was-told`);
  await owner.reload();
  await press(owner, buttons.start);
  await isLive(owner);
});
