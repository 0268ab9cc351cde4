/** Takes pictures of a page as every visitor would see it: at all sizes, light and dark. */
import type { Page } from "playwright-core";

interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** A phone, a tablet, a computer. */
export const VIEWPORTS: readonly Viewport[] = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];

/** As narrow as pages must bear, and a phone on its side. */
export const SMALL_VIEWPORTS: readonly Viewport[] = [
  { width: 320, height: 640 },
  { width: 844, height: 390 },
];

export const THEMES = ["light", "dark"] as const;
export type Theme = typeof THEMES[number];

/** What a change of size or theme set in motion is brought to its end, and painted. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const painted = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    await painted();
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
    }
    await painted();
  });
}

/** Calls back for every look of the page, and leaves it as it was. */
export async function forEveryLook(
  page: Page,
  look: (name: string, theme: Theme) => Promise<void>,
  viewports = VIEWPORTS,
): Promise<void> {
  const before = page.viewportSize();
  for (const viewport of viewports) {
    await page.setViewportSize(viewport);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await look(`${viewport.width}-${colorScheme}`, colorScheme);
    }
  }
  if (before !== null) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
}
