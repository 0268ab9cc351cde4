/** Looks at a page that its visitor has not used. (The driver's own looks count as use, and browsers allow more after it.) */
import type { Page } from "playwright-core";

/** What an expression gives in the page: a number, a string, a truth. */
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
