/** A server that is updated while pages are open, to a version that does not speak their sub-protocol. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { expectMedia } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { buildNextVersion } from "../support/next_version.ts";

const OLDER = "This page is older than the server";

/** Says so, with one thing to press. */
async function saysReload(page: Page, role: "link" | "button") {
  await page.getByRole("alert").filter({ hasText: OLDER }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Check your connection" }).count(), 0);
  return page.getByRole(role, { name: "Reload", exact: true });
}

Deno.test("pages that are open over an update say Reload, and go on by it; what is on the air goes on until then", async () => {
  await using next = await buildNextVersion();
  await using site = await openTestSite();
  const { origin, server } = site;
  const { broadcaster, viewer } = await site.onAir("harbour");
  const waiting = await site.viewer();
  await waiting.goto(`${origin}/watch/kitchen`);
  await waiting.getByText("Waiting for the broadcast to start").waitFor();
  const studio = await site.broadcaster();
  await studio.goto(`${origin}/broadcast/garden`);
  const goLive = studio.getByRole("button", { name: "Go live" });
  await goLive.waitFor();
  const check = await site.viewer();
  await check.goto(`${origin}/check`);
  const again = check.getByRole("button", { name: "Check again" });
  await check.getByText("The server responds.").waitFor();

  await server.end("SIGTERM");
  await server.startAgain(next.root);

  const toWaiting = await saysReload(waiting, "link");
  await goLive.click();
  const toStudio = await saysReload(studio, "button");
  assert.equal(await goLive.getAttribute("aria-disabled"), "true");
  await again.click();
  const verdict = check.locator(".check-verdict");
  await verdict.filter({ hasText: `${OLDER}. Reload it to go on.` }).waitFor();
  const toCheck = check.getByRole("button", { name: "Reload", exact: true });
  const note = broadcaster.getByText(`${OLDER}: current viewers stay`);
  await note.waitFor();
  await expectMedia(viewer);
  await broadcaster.getByRole("button", { name: "End stream" }).waitFor();

  await toWaiting.click();
  await waiting.getByText("Waiting for the broadcast to start").waitFor();
  await toStudio.click();
  await goLive.click();
  await studio.getByRole("button", { name: "End stream" }).waitFor();
  await toCheck.click();
  await check.getByText("The server responds.").waitFor();
  await again.waitFor();

  broadcaster.on("dialog", (dialog) => dialog.accept()); // it is live: the browser asks
  await broadcaster.getByRole("button", { name: "Reload", exact: true }).click();
  await note.waitFor({ state: "detached" });
  await broadcaster.getByRole("button", { name: "End stream" }).waitFor();
  await (await saysReload(viewer, "link")).click();
  await expectMedia(viewer);
});
