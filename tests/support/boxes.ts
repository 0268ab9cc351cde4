/** Where elements are on a page, and which do not fit. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A phone in landscape and in portrait, a window at 200 % zoom, and the narrowest page (WCAG 2.2, 1.4.10). */
export const SMALL_SCREENS: readonly Size[] = [
  { width: 844, height: 390 },
  { width: 390, height: 844 },
  { width: 720, height: 450 },
  { width: 320, height: 640 },
];

/** Calls `check` at each of these sizes, with the size's name for messages. */
export async function forEachSize(
  page: Page,
  check: (size: Size, name: string) => Promise<void>,
): Promise<void> {
  for (const size of SMALL_SCREENS) {
    await page.setViewportSize(size);
    await painted(page);
    await check(size, `${size.width} × ${size.height}`);
  }
}

export function painted(page: Page): Promise<void> {
  return page.evaluate(() =>
    new Promise<void>((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
    )
  );
}

/** Fails unless there is at least one such visible element, and all of them are wholly on the screen. */
export async function expectOnScreen(
  what: Locator,
  { width, height }: Size,
  name: string,
): Promise<void> {
  const visible = await what.filter({ visible: true }).evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, right, bottom } = element.getBoundingClientRect();
      const words = element.ariaLabel ?? element.textContent;
      return { x, y, right, bottom, label: `${element.localName}.${element.className} ${words}` };
    })
  );
  assert.ok(visible.length > 0, `${name}: nothing of ${what}`);
  for (const { label, ...box } of visible) {
    const fits = box.x >= -0.5 && box.y >= -0.5 && box.right <= width + 0.5 &&
      box.bottom <= height + 0.5;
    if (!fits) assert.fail(`${name}: ${label} is at ${JSON.stringify(box)}`);
  }
}

/** The elements that are wider than the window and that no ancestor clips or scrolls. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isClipped = (element: Element) => {
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        if (parent !== document.body && getComputedStyle(parent).overflowX !== "visible") {
          return true;
        }
      }
      return false;
    };
    const width = document.documentElement.clientWidth;
    const found = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 0.5 || box.left < -0.5) && !isClipped(element);
    }).map((element) => `${element.localName}.${element.getAttribute("class")}`);
    const { scrollWidth } = document.documentElement;
    return scrollWidth > width ? [...found, `the page: ${scrollWidth}`] : found;
  });
}

/** The elements in a container that stick out of it or overlap each other. */
export function crowded(container: Locator, selector: string): Promise<string[]> {
  return container.evaluate((container, selector) => {
    const bounds = container.getBoundingClientRect();
    const elements = [...container.querySelectorAll(selector)].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.getBoundingClientRect().width > 1
    );
    const name = (element: Element) => `“${element.textContent?.slice(0, 40)}”`;
    const out = elements.filter((element) => {
      const box = element.getBoundingClientRect();
      return box.left < bounds.left - 0.5 || box.right > bounds.right + 0.5 ||
        box.top < bounds.top - 0.5 || box.bottom > bounds.bottom + 0.5;
    }).map((element) => `${name(element)} sticks out`);
    const over = elements.flatMap((one, at) =>
      elements.slice(at + 1).filter((other) => {
        const a = one.getBoundingClientRect();
        const b = other.getBoundingClientRect();
        return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 &&
          b.top < a.bottom - 1;
      }).map((other) => `${name(one)} lies on ${name(other)}`)
    );
    return [...out, ...over];
  }, selector);
}
