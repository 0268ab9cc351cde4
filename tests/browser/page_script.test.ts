/** A page whose script is late, missing or broken says so, and shows no control that needs the script. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { START } from "@/i18n/start.ts";
import { STATUS } from "@/i18n/status.ts";
import { goLive } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { forward, openOtherSite } from "../support/other_site.ts";

const PAGES = ["/watch", "/embed", "/embed?autoplay=0", "/broadcast", "/check"];
const SCRIPTS = "**/_fresh/**";
const { none, late, failed, old } = START.en;

/** Waits until the page shows this text, and neither another such text nor a control that needs the script. */
async function says(page: Page, words: { readonly title: string }): Promise<void> {
  await page.getByText(words.title).waitFor({ timeout: 10_000 });
  const others = [none, late, failed, old].filter((each) => each !== words);
  for (const { title } of others) assert.equal(await page.getByText(title).isVisible(), false);
  assert.equal(await page.locator(".scripted").isVisible(), false);
  assert.equal(await page.locator("button:visible, video:visible, summary:visible").count(), 0);
}

Deno.test("if scripts are blocked, each page says within 5 s that it did not load", async () => {
  await using site = await openTestSite();
  const page = await site.viewer();
  await page.route(SCRIPTS, (route) => route.abort("blockedbyclient"));
  for (const path of PAGES) {
    await page.goto(site.origin + path);
    const since = performance.now();
    await says(page, failed);
    assert.ok(performance.now() - since < 5_000);
    assert.ok(await page.getByRole("link", { name: START.en.reload }).isVisible());
  }
});

Deno.test("while the script loads, the page says so; it works when the script is there", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast/live`);
  const page = await site.viewer();
  const arrived = Promise.withResolvers<void>();
  await page.route(SCRIPTS, async (route) => {
    await arrived.promise;
    await route.continue();
  });
  await page.goto(`${site.origin}/watch/live`, { waitUntil: "commit" });
  await says(page, late);
  arrived.resolve();
  await page.getByText(STATUS.en.live, { exact: true }).first().waitFor();
  assert.equal(await page.getByText(late.title).isVisible(), false);
  await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 0.5);
});

Deno.test("a page whose script throws says that it did not load; in a browser below the floor, that the browser is too old", async () => {
  await using site = await openTestSite();
  const body = 'throw new Error("broken")';
  await Promise.all(["/watch", "/broadcast", "/check"].map(async (path) => {
    const page = await site.viewer();
    await page.route(SCRIPTS, (route) => route.fulfill({ contentType: "text/javascript", body }));
    await page.goto(site.origin + path);
    await says(page, failed);
    await page.addInitScript(() => Reflect.deleteProperty(Array.prototype, "findLast"));
    await page.reload();
    await says(page, old);
  }));
});

Deno.test("behind a proxy at a subpath that forwards the page but none of its files, the page says so", async () => {
  await using site = await openTestSite();
  const page = await site.viewer();
  await using otherSite = openOtherSite((request) => {
    const { pathname, search } = new URL(request.url);
    if (!pathname.startsWith("/video/")) return new Response("Not found", { status: 404 });
    return forward(site.origin + pathname.slice("/video".length) + search, request);
  });
  for (const path of PAGES) {
    await page.goto(`${otherSite.origin}/video${path}`);
    await says(page, failed);
  }
});

Deno.test("without JavaScript, or if a policy forbids it, no control that needs it is shown", async () => {
  await using site = await openTestSite();
  const page = await site.viewer();
  await using otherSite = openOtherSite(async (request) => {
    const { pathname, search } = new URL(request.url);
    const response = await forward(site.origin + pathname + search, request);
    const headers = new Headers(response.headers);
    headers.append("content-security-policy", "script-src 'none'");
    return new Response(await response.arrayBuffer(), { headers });
  });
  const context = await (await site.visitor()).browser()?.newContext({ javaScriptEnabled: false });
  const plain = await context?.newPage();
  assert.ok(plain !== undefined);
  try {
    for (const path of PAGES) {
      await page.goto(otherSite.origin + path);
      await says(page, none);
      await plain.goto(site.origin + path);
      await says(plain, none);
    }
  } finally {
    await context?.close();
  }
});
