/** Evaluates in a page without user activation. (The driver's own `evaluate` counts as a user gesture.) */
import type { Page } from "playwright-core";

/** The value of an expression in the page: a number, a string or a boolean. */
export async function lookAt(page: Page, expression: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page);
  try {
    const { result } = await session.send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
      userGesture: false,
    });
    return result.value;
  } finally {
    await session.detach();
  }
}
