/** The studio's layout: buttons do not move when sections open, and each button's name says what it does. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { SHARING } from "@/i18n/sharing.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import { goLive } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

const { buttons, mute } = STUDIO.en;

/** The position of the bar, and the gaps between the sections of each column. */
function measureLayout(page: Page): Promise<{ bar: string; gaps: number[] }> {
  return page.evaluate(() => {
    const { x, y, width } = document.querySelector(".studio-bar")?.getBoundingClientRect() ??
      new DOMRect();
    const columns = [...document.querySelectorAll(".studio-sections > *")];
    const gaps = columns.flatMap((column) => {
      const boxes = [...column.children].map((section) => section.getBoundingClientRect());
      return boxes.slice(1).map(({ top }, at) => Math.round(top - boxes[at].bottom));
    });
    return { bar: [x, y + scrollY, width].map(Math.round).join(), gaps };
  });
}

Deno.test("sections open without moving the bar, and without a gap beside them", async () => {
  await using site = await openTestSite();
  const page = await site.viewer();
  await page.goto(`${site.origin}/broadcast`, { waitUntil: "networkidle" });
  for (const [width, height] of [[1440, 1000], [900, 800], [390, 844]]) {
    await page.setViewportSize({ width, height });
    const { bar, gaps } = await measureLayout(page);
    assert.ok(gaps.length >= 4 && gaps.every((gap) => gap === 0), gaps.join());
    for (const summary of await page.locator(".section > summary").all()) {
      await summary.click();
      const open = await measureLayout(page);
      assert.deepEqual(open, { bar, gaps }, `${width}: ${await summary.innerText()}`);
      await summary.click();
    }
  }
});

Deno.test("a mute button says what pressing it does, and does not look like Stop", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await page.emulateMedia({ reducedMotion: "reduce" }); // colours change at once
  await goLive(page, `${site.origin}/broadcast`);
  const named = (name: string) => page.getByRole("button", { name, exact: true });
  const look = (name: string) =>
    named(name).evaluate((button) => getComputedStyle(button).backgroundColor);
  for (const [on, off] of [[mute.microphone, mute.unmute], [mute.camera, mute.show]]) {
    const before = await look(on);
    await named(on).click();
    await named(off).waitFor();
    assert.equal(await named(on).count(), 0);
    const looks = new Set([before, await look(off), await look(buttons.stop)]);
    assert.equal(looks.size, 3, [...looks].join());
  }
  assert.equal(await page.locator(".studio-bar [aria-pressed]").count(), 0);
});

Deno.test("a title has at most 120 characters of any kind, counted while the user types", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await goLive(page, `${site.origin}/broadcast`);
  const field = page.getByLabel(SHARING.en.title.label, { exact: true });
  const count = page.locator("#stream-title-count");
  await field.fill("推拉 👋🏽");
  assert.equal(await count.innerText(), "5 / 120");
  const full = "👋".repeat(LIMITS.titleLength);
  await field.fill(`${full}👋!`);
  assert.equal(await field.inputValue(), full);
  assert.equal(await count.innerText(), "120 / 120");
  // Typing in the middle of a full title adds nothing and loses nothing.
  await field.press("Home");
  await page.keyboard.type("x");
  assert.equal(await field.inputValue(), full);
  await field.press("Enter");
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await viewer.getByRole("heading", { level: 1, name: full }).waitFor();
});

Deno.test("the link is shown whole, with its letters; what is copied opens", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await visitor.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await visitor.newPage();
  const name = "厨房-和-客厅-还有一个相当长的名字-为了看看链接放不放得下";
  const path = `/watch/${encodeURIComponent(name)}`;
  await page.goto(`${site.origin}/broadcast/${encodeURIComponent(name)}`);
  const field = page.locator("#share-link");
  assert.equal(await field.inputValue(), `${site.origin}/watch/${name}`);
  for (const width of [1440, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const { scrolled, shown } = await field.evaluate((field) => ({
      scrolled: [field.scrollWidth - field.clientWidth, field.scrollHeight - field.clientHeight],
      shown: field.clientHeight,
    }));
    assert.deepEqual(scrolled, [0, 0], `${width}: ${shown} high`);
  }
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: SHARING.en.copyLink, exact: true }).click();
  await page.getByText(SHARING.en.copied, { exact: true }).waitFor();
  assert.equal(await copied(), site.origin + path);
  // Copied by hand, as on a page without a clipboard.
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await field.focus();
  await page.keyboard.press("Control+c");
  await page.waitForFunction(async () => await navigator.clipboard.readText() !== "");
  assert.equal(await copied(), site.origin + path);
});
