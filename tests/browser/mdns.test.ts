/** A browser that hides its addresses behind `.local` names (mDNS), as all do for pages that use no camera. */
import assert from "node:assert/strict";
import { expectMedia, mainButton } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { broadcasterLog } from "../support/signaling_log.ts";

Deno.test("a viewer whose candidates are .local names can watch", async () => {
  // Chromium uses only the last `--disable-features`, so that this one enables mDNS again.
  await using site = await openTestSite({ args: ["--disable-features=Translate"] });
  const broadcaster = await site.broadcaster();
  const log = broadcasterLog(broadcaster);
  await broadcaster.goto(`${site.origin}/broadcast`);
  await mainButton(broadcaster, "start").click();
  await mainButton(broadcaster, "stop").waitFor();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  const messages = JSON.stringify(log.received);
  assert.match(messages, /\.local \d+ typ host/);
  assert.doesNotMatch(messages, /\d+\.\d+\.\d+\.\d+ \d+ typ host/);
});
