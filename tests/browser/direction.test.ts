/** Right-to-left names and titles in left-to-right pages. */
import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { goLive } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

const NAME = "ميناء";
const TITLE = "סירות 3";

/** Whether the text is isolated, and its direction: that of its first strong character. */
const direction = (text: Locator) =>
  text.evaluate((element) => {
    const { direction, unicodeBidi } = getComputedStyle(element);
    return `${direction} ${unicodeBidi}`;
  });

Deno.test("right-to-left names and titles are isolated in headings, lists, fields, titles of pages and labels", async () => {
  await using site = await openTestSite();
  const studio = await site.broadcaster();
  await goLive(studio, `${site.origin}/broadcast/${encodeURIComponent(NAME)}`);
  assert.equal(await studio.title(), `● LIVE · \u2068${NAME}\u2069 · Go live · Tuila`);
  assert.match(await direction(studio.locator("h1 bdi")), /^rtl isolate/);
  const field = studio.getByLabel("Title");
  // Characters that would reverse the text after them are refused.
  await field.fill(`${TITLE}\u202e`);
  await field.press("Enter");
  assert.equal(await field.inputValue(), TITLE);
  assert.match(await direction(field), /^rtl /);

  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch/${encodeURIComponent(NAME)}`);
  await viewer.getByRole("heading", { level: 1, name: `${TITLE} ${NAME}`, exact: true }).waitFor();
  for (const text of [TITLE, NAME]) {
    assert.match(await direction(viewer.locator("h1 bdi", { hasText: text })), /^rtl isolate/);
  }
  await viewer.getByLabel(`Live video: \u2068${NAME}\u2069`).waitFor();
  assert.equal(await viewer.title(), `\u2068${NAME}\u2069 · Tuila`);
  const about = await viewer.locator("meta[name=description]").getAttribute("content");
  assert.ok(about?.includes(`“\u2068${NAME}\u2069”`), about ?? "");

  const home = await site.viewer();
  await home.goto(site.origin);
  assert.match(await direction(home.locator("bdi", { hasText: NAME })), /^rtl isolate/);
  const name = home.getByLabel("Stream name");
  await name.fill(NAME);
  assert.match(await direction(name), /^rtl /);
});
