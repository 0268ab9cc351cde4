/** A site where nobody broadcasts, as one visitor walks through it. */
import { after, type Scene } from "./scenery.ts";

const HOME: Scene = { name: "home-empty", open: (set) => set.page("/") };

const NOT_FOUND = after(HOME, "not-found", async (set, page) => {
  await page.goto(`${set.site.origin}/no-such-page`);
  return page;
});

const STUDIO = after(NOT_FOUND, "studio-idle", async (set, page) => {
  await page.goto(`${set.site.origin}/broadcast/harbour`);
  return page;
});

const WATCH = after(STUDIO, "watch-waiting", async (set, page) => {
  await page.goto(`${set.site.origin}/watch/harbour`);
  return await set.says(page, "waiting");
});

export const QUIET_SCENES: readonly Scene[] = [HOME, NOT_FOUND, STUDIO, WATCH];
