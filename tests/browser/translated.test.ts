/** Pages that the browser's translator rewrites: they keep updating. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { PLAYER } from "@/i18n/player.ts";
import { STATUS } from "@/i18n/status.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { translate, type Way } from "../support/translator.ts";

const { start, stop } = STUDIO.en.buttons;
const { states } = PLAYER.en;

async function translatedPage(site: TestSite, way: Way, errors: string[], camera = false) {
  const visitor = await site.visitor({ camera });
  await translate(visitor, way);
  const page = await visitor.newPage();
  page.on("pageerror", (error) => errors.push(String(error.stack)));
  return page;
}

/** Waits until the element has exactly this text. */
async function reads(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction(({ selector, text }) => {
    const element = document.querySelector<HTMLElement>(selector);
    return element?.innerText.replace(/\s+/g, " ").trim() === text;
  }, { selector, text }).catch(async (error) => {
    throw new Error(`${selector} reads ${await page.locator(selector).innerText()}`, {
      cause: error,
    });
  });
}

const capitals = (text: string) => text.toUpperCase();

for (const way of ["replaces", "takes-in"] as const) {
  Deno.test(`a page whose translator ${way.replace("-", " ")} each text stays up to date: live, watched, stopped`, async () => {
    await using site = await openTestSite();
    const errors: string[] = [];
    const viewer = await translatedPage(site, way, errors);
    await viewer.goto(`${site.origin}/watch/live`);
    await reads(viewer, ".cover-title", capitals(states.waiting.title));

    const studio = await translatedPage(site, way, errors, true);
    await studio.goto(`${site.origin}/broadcast/live`);
    const main = ".studio-main";
    await reads(studio, main, capitals(start));
    await studio.locator(main).click();
    await reads(studio, main, capitals(stop));
    await reads(studio, ".studio-bar .fact", capitals(STATUS.en.watching(1)));
    const clock = () => studio.locator(".clock").innerText();
    const first = await clock();
    await studio.waitForFunction(
      (first) => document.querySelector<HTMLElement>(".clock")?.innerText !== first,
      first,
    );
    assert.match(await clock(), /^\d+:\d\d$/);
    await viewer.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 0.5);
    await reads(viewer, ".player-title .fact", capitals(STATUS.en.watching(1)));

    const other = await translatedPage(site, way, errors);
    await other.goto(`${site.origin}/watch/live`);
    for (const [page, place] of [[studio, ".studio-bar"], [viewer, ".player-title"]] as const) {
      await reads(page, `${place} .fact`, capitals(STATUS.en.watching(2)));
    }
    await other.close();
    await reads(studio, ".studio-bar .fact", capitals(STATUS.en.watching(1)));

    await studio.locator(main).click();
    await reads(studio, main, capitals(start));
    await reads(viewer, ".cover-title", capitals(states.ended.title));
    await studio.locator(main).click();
    await reads(studio, main, capitals(stop));
    await viewer.waitForFunction(() => document.querySelector(".cover-title") === null);
    assert.deepEqual(errors, []);
  });
}

Deno.test("undoing a translation leaves the page's own words", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor();
  const page = await visitor.newPage();
  await page.goto(`${site.origin}/watch/live`);
  await reads(page, ".cover-title", states.waiting.title);
  await page.evaluate(async () => {
    const text = document.querySelector(".cover-title")?.firstChild;
    const font = document.createElement("font");
    font.append("TRANSLATED");
    text?.replaceWith(font);
    await Promise.resolve();
    font.replaceWith(text ?? "");
  });
  await reads(page, ".cover-title", states.waiting.title);
});
