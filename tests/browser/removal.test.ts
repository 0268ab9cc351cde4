/** A removed viewer stays away for an hour, because its browser stores the removal. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol/endpoint.ts";
import { expectMedia } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

const MINUTE = 60_000;
const REMOVED = "The broadcaster removed you";

/** Records the page's signaling requests from now on, by socket or by HTTP. */
function signalingRequests(page: Page): string[] {
  const found: string[] = [];
  page.on("websocket", (socket) => found.push(socket.url()));
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === SIGNALING_PATH) found.push(request.method());
  });
  return found;
}

/** Sets the visitor's clock forward, in the next documents. */
async function pass(visitor: BrowserContext, milliseconds: number): Promise<void> {
  await visitor.addInitScript((later) => {
    const now = Date.now;
    Date.now = () => now.call(Date) + later;
  }, milliseconds);
}

async function remove(studio: Page, viewer: number): Promise<void> {
  const viewers = studio.locator("details", {
    has: studio.locator("summary", { hasText: "Viewers" }),
  });
  if (!await viewers.evaluate((details) => details.hasAttribute("open"))) {
    await viewers.locator("summary").click();
  }
  await studio.getByText("Removes that browser for an hour").waitFor();
  await studio.getByRole("button", { name: `Remove viewer ${viewer}` }).click();
}

Deno.test("a removed viewer stays removed after a reload, in all pages of its browser; another stream plays; an hour later it may join", async () => {
  await using site = await openTestSite();
  const { broadcaster } = await site.onAir();
  const visitor = await site.visitor();
  const [page, other] = [await visitor.newPage(), await visitor.newPage()];
  for (const each of [page, other]) {
    await each.goto(`${site.origin}/watch`);
    await expectMedia(each, 3);
  }
  await remove(broadcaster, 2);
  for (const each of [page, other]) await each.getByText(REMOVED).waitFor();
  await broadcaster.getByText("1 watching").waitFor();

  const requests = signalingRequests(page);
  await page.reload({ waitUntil: "networkidle" });
  await page.getByText(REMOVED).waitFor();
  await page.getByText(/You can watch again at \d+:\d\d/).waitFor();
  assert.deepEqual(requests, []);
  assert.ok(await page.evaluate(() => Reflect.get(globalThis, "testConnections").length === 0));
  await page.goto(`${site.origin}/embed`, { waitUntil: "networkidle" });
  await page.getByText(REMOVED).waitFor();
  assert.deepEqual(requests, []);
  await page.goto(`${site.origin}/watch/another`);
  await page.getByText("Waiting for the broadcast to start").waitFor();

  await pass(visitor, 59 * MINUTE);
  await page.goto(`${site.origin}/watch`);
  await page.getByText(REMOVED).waitFor();
  await pass(visitor, 2 * MINUTE);
  await page.reload();
  await expectMedia(page);
});

Deno.test("if the clock is set back, the removal lasts at most an hour from then", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor();
  const page = await visitor.newPage();
  await page.goto(`${site.origin}/watch`);
  const timeLeft = () =>
    page.evaluate(() => Number(localStorage["tuila.removed.live"]) - Date.now());
  await page.evaluate((hour) => {
    localStorage["tuila.removed.live"] = Date.now() + 24 * hour;
  }, 60 * MINUTE);
  await page.reload();
  await page.getByText(REMOVED).waitFor();
  const left = await timeLeft();
  assert.ok(left > 0 && left <= 60 * MINUTE, `${left} ms`);
});

Deno.test("without storage, the page itself remembers the removal", async () => {
  await using site = await openTestSite();
  const { broadcaster } = await site.onAir();
  const visitor = await site.visitor();
  await visitor.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("Forbidden", "SecurityError");
      },
    });
  });
  const page = await visitor.newPage();
  await page.goto(`${site.origin}/watch`);
  await expectMedia(page, 3);
  await remove(broadcaster, 2);
  await page.getByText(REMOVED).waitFor();
  const requests = signalingRequests(page);
  // As if the page returned from the back/forward cache.
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    dispatchEvent(new Event("online"));
  });
  await page.getByText(/You can watch again at/).waitFor();
  await broadcaster.getByText("1 watching").waitFor();
  assert.deepEqual(requests, []);
});
