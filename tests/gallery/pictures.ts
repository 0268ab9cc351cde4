/** Takes pictures of a page as every visitor would see it: at three widths, light and dark. */
import type { Page } from "playwright-core";

export const VIEWPORTS = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
] as const;

export const THEMES = ["light", "dark"] as const;

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
  look: (name: string) => Promise<void>,
): Promise<void> {
  const before = page.viewportSize();
  for (const viewport of VIEWPORTS) {
    await page.setViewportSize(viewport);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await look(`${viewport.width}-${colorScheme}`);
    }
  }
  if (before !== null) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
}
