/** Every page links to what else there is to watch or do. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { HOME } from "@/i18n/home.ts";
import { PLAYER } from "@/i18n/player.ts";
import { SHARING } from "@/i18n/sharing.ts";
import { SITE } from "@/i18n/site.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { expectMedia, goLive } from "../support/browser.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { fetchStreams } from "../support/server_process.ts";

async function titled(site: TestSite, stream: string, title: string): Promise<Page> {
  const page = await site.broadcaster();
  await page.goto(`${site.origin}/broadcast/${stream}`);
  await page.getByLabel(SHARING.en.title.label, { exact: true }).fill(title);
  await page.getByRole("button", { name: STUDIO.en.buttons.start, exact: true }).click();
  await page.getByRole("button", { name: STUDIO.en.buttons.stop, exact: true }).waitFor();
  return page;
}

Deno.test("every page leads to what is on, and to the check", async () => {
  await using site = await openTestSite();
  const page = await site.viewer();
  await page.setViewportSize({ width: 1_280, height: 720 });
  for (const path of ["/", "/watch", "/broadcast", "/check", "/no-such-page", "/watch/a%20b"]) {
    await page.goto(site.origin + path);
    for (const place of ["banner", "contentinfo"] as const) {
      const href = (name: string) =>
        page.getByRole(place).getByRole("link", { name, exact: true }).getAttribute("href");
      const found = [await href(SITE.en.onAir), await href(SITE.en.check)];
      assert.deepEqual(found, ["/", "/check"], `${path}, ${place}`);
    }
  }
  await page.goto(`${site.origin}/embed`);
  assert.equal(await page.getByRole("contentinfo").count(), 0);
});

Deno.test("the home page lists titles; viewers who wait, or watched to the end, get links to live streams", async () => {
  await using site = await openTestSite();
  await titled(site, "harbour", "Boats coming in");
  assert.equal((await fetchStreams(site.origin))[0].title, "Boats coming in");
  const home = await site.viewer();
  await home.goto(site.origin);
  await home.getByRole("link", { name: /Boats coming in.*harbour/ }).waitFor();

  const waiting = await site.viewer();
  await waiting.goto(`${site.origin}/watch/kitchen`);
  const nav = waiting.getByRole("navigation", { name: HOME.en.now });
  const other = nav.getByRole("link", { name: /Boats coming in.*harbour/ });
  await other.waitFor();
  await nav.getByRole("link", { name: SITE.en.toStart, exact: true }).waitFor();

  // While the stream plays there are no links away. When it ends, the list is back, without this stream.
  const broadcaster = await site.broadcaster();
  await goLive(broadcaster, `${site.origin}/broadcast/kitchen`);
  await expectMedia(waiting);
  await nav.waitFor({ state: "detached" });
  await broadcaster.getByRole("button", { name: STUDIO.en.buttons.stop, exact: true }).click();
  await waiting.getByText(PLAYER.en.states.ended.title).waitFor();
  await other.click();
  await waiting.waitForURL(/\/watch\/harbour$/);
  await expectMedia(waiting);
});

Deno.test("a page with a live stream does not request the list of others; an embedded player shows none", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const page = await site.viewer();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const isOthers = (path: string) => path === "/api/streams" || path.includes("LiveElsewhere");
  await page.goto(`${site.origin}/watch`);
  await expectMedia(page);
  await page.goto(`${site.origin}/embed/nothing`);
  await page.getByText(PLAYER.en.states.waiting.title).waitFor();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(asked.filter(isOthers), []);
});

Deno.test("a studio that is opened at an insecure address says at once how to open a secure one", async () => {
  // A name for this machine that browsers do not trust without HTTPS.
  const args = ["--host-resolver-rules=MAP tuila.local 127.0.0.1"];
  for (const publicUrl of [undefined, "https://stream.example.com"]) {
    const env = publicUrl === undefined ? undefined : { PUBLIC_URL: publicUrl };
    await using site = await openTestSite({ args, env });
    const page = await site.viewer();
    const { host } = new URL(site.origin.replace("127.0.0.1", "tuila.local"));
    await page.goto(`http://${host}/broadcast/harbour`);
    const help = page.getByRole("region", { name: STUDIO.en.insecure.title });
    await help.waitFor();
    const href = await help.getByRole("link").getAttribute("href");
    if (publicUrl === undefined) {
      await help.getByText("npx -y deno task start --https", { exact: true }).waitFor();
      assert.equal(href, `https://${host}/broadcast/harbour`);
    } else {
      assert.equal(href, `${publicUrl}/broadcast/harbour`);
    }
  }
  await using site = await openTestSite();
  const page = await site.viewer();
  await page.goto(`${site.origin}/broadcast`, { waitUntil: "networkidle" });
  assert.equal(await page.locator(".insecure").count(), 0);
});
