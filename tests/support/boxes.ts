/** Where things are on a page, and what does not fit. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A phone on its side and upright, a window at 200 %, and as narrow as pages must bear (WCAG 2.2, 1.4.10). */
export const SMALL_SCREENS: readonly Size[] = [
  { width: 844, height: 390 },
  { width: 390, height: 844 },
  { width: 720, height: 450 },
  { width: 320, height: 640 },
];

/** Calls back at each of these sizes, with its name for messages. */
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

/** Every one of them is there, and on the screen as a whole. */
export async function expectOnScreen(
  what: Locator,
  { width, height }: Size,
  name: string,
): Promise<void> {
  const seen = await what.filter({ visible: true }).evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, right, bottom } = element.getBoundingClientRect();
      const words = element.ariaLabel ?? element.textContent;
      return { x, y, right, bottom, is: `${element.localName}.${element.className} ${words}` };
    })
  );
  assert.ok(seen.length > 0, `${name}: nothing of ${what}`);
  for (const { is, ...box } of seen) {
    const fits = box.x >= -0.5 && box.y >= -0.5 && box.right <= width + 0.5 &&
      box.bottom <= height + 0.5;
    if (!fits) assert.fail(`${name}: ${is} is at ${JSON.stringify(box)}`);
  }
}

/** What is wider than the window, and not hidden or scrolled by something that is not. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isHeld = (element: Element) => {
      for (let within = element.parentElement; within !== null; within = within.parentElement) {
        if (within !== document.body && getComputedStyle(within).overflowX !== "visible") {
          return true;
        }
      }
      return false;
    };
    const width = document.documentElement.clientWidth;
    const found = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 0.5 || box.left < -0.5) && !isHeld(element);
    }).map((element) => `${element.localName}.${element.getAttribute("class")}`);
    const { scrollWidth } = document.documentElement;
    return scrollWidth > width ? [...found, `the page: ${scrollWidth}`] : found;
  });
}

/** Of these elements: what sticks out of the one around them, or lies on another of them. */
export function crowded(within: Locator, what: string): Promise<string[]> {
  return within.evaluate((around, what) => {
    const bounds = around.getBoundingClientRect();
    const elements = [...around.querySelectorAll(what)].filter((element) =>
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
  }, what);
}
