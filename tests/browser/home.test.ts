/** The home page while its server is down, and after. */
import assert from "node:assert/strict";
import { HOME } from "@/i18n/home.ts";
import { goLive } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

Deno.test("the home page says when its server cannot be reached, dims its list, and recovers when the server is back", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast/harbour`);
  const page = await site.viewer();
  await page.goto(site.origin);
  const link = page.getByRole("link", { name: /harbour/ });
  await link.waitFor();
  const opacity = () => page.locator(".streams").evaluate((list) => getComputedStyle(list).opacity);
  assert.equal(await opacity(), "1");

  await site.server.end("SIGKILL");
  await page.getByText(HOME.en.unreachable).waitFor();
  assert.ok(await link.isVisible());
  assert.ok(Number(await opacity()) < 1);

  await site.server.startAgain();
  await page.getByText(HOME.en.unreachable).waitFor({ state: "detached" });
  await link.waitFor();
  assert.equal(await opacity(), "1");
});
