/** The time on air, on machines whose clocks are wrong. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { openTestSite } from "../support/test_site.ts";
import { fetchStreams } from "../support/server_process.ts";
import { goLive } from "../support/browser.ts";

const HOUR = 3_600_000;

/** Changes the page's wall clock, as a user or NTP may at any moment. */
async function setClock(page: Page, shift: number): Promise<void> {
  const set = (shift: number) => {
    const real: () => number = Reflect.get(globalThis, "testNow") ?? Date.now;
    Object.assign(globalThis, { testNow: real });
    Date.now = () => real.call(Date) + shift;
  };
  await page.addInitScript(set, shift);
  await page.evaluate(set, shift);
}

Deno.test("the time on air survives clock changes and a reload; the list uses the server's clock", async () => {
  await using site = await openTestSite();
  const studio = await site.broadcaster();
  const shows = (pattern: RegExp) =>
    studio.getByRole("timer", { name: "Time live" }).filter({ hasText: pattern }).waitFor();
  await goLive(studio, `${site.origin}/broadcast/harbour`);
  const [{ since }] = await fetchStreams(site.origin);
  await shows(/^0:0[3-9]$/);
  await studio.reload();
  await studio.getByRole("button", { name: "End stream" }).waitFor();
  const shown = await studio.getByRole("timer", { name: "Time live" }).innerText();
  assert.match(shown, /^0:(0[3-9]|[1-5]\d)$/, "from its first moment");
  await setClock(studio, -5 * HOUR);
  await shows(/^0:(0[5-9]|[1-5]\d)$/);
  await setClock(studio, 5 * HOUR);
  await shows(/^0:(0[6-9]|[1-5]\d)$/);
  assert.equal((await fetchStreams(site.origin))[0].since, since);

  const home = await site.viewer();
  await home.goto(site.origin);
  await setClock(home, 5 * HOUR);
  await home.reload();
  await home.getByRole("link", { name: /harbour/ }).filter({ hasText: "just started" }).waitFor();
  await home.waitForResponse(/api\/streams/); // the first list that the page itself requests
  await home.getByRole("link", { name: /harbour/ }).filter({ hasText: "just started" }).waitFor();
});
