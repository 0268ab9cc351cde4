/** After a broadcast, the studio shows a summary and offers the recording. */
import assert from "node:assert/strict";
import { RECORDING } from "@/i18n/recording.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { expectMedia } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { bytesOf, recorded } from "../support/recorded.ts";

Deno.test("after Stop: how long it was, how many watched at most, and the recording, to be saved", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  const second = await site.viewer();
  await second.goto(`${site.origin}/watch`);
  await expectMedia(second);
  await broadcaster.locator(".studio-bar .fact", { hasText: "2" }).waitFor();
  await second.close();
  await viewer.close();
  const named = (name: string) => broadcaster.getByRole("button", { name, exact: true });
  await broadcaster.locator("summary", { hasText: RECORDING.en.title }).first().click();
  await named(RECORDING.en.start).click();
  await recorded(broadcaster, 1);
  await broadcaster.evaluate(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));

  await named(STUDIO.en.buttons.stop).click();
  const stage = broadcaster.locator(".stage");
  await stage.getByText(STUDIO.en.ended.title).waitFor();
  const words = await stage.locator(".cover-detail").first().innerText();
  const [, minutes, seconds, most] = /(\d+):(\d\d).*\b(\d+)\D*$/.exec(words) ?? assert.fail(words);
  assert.equal(most, "2");
  assert.ok(Number(minutes) * 60 + Number(seconds) > 0, words);

  const save = stage.getByRole("button", { name: STUDIO.en.ended.save });
  await save.waitFor();
  const download = broadcaster.waitForEvent("download");
  await save.click();
  assert.ok((await bytesOf(await download)).length > 1_000);
  // Once saved, there is nothing more to save.
  await save.waitFor({ state: "detached" });

  await named(STUDIO.en.buttons.start).click();
  await named(STUDIO.en.buttons.stop).waitFor();
  assert.equal(await stage.getByText(STUDIO.en.ended.title).count(), 0);
});
