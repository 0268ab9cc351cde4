import { PATIENCE } from "./browser.ts";

/** Waits until that holds. @throws after `PATIENCE`, with what was waited for */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > PATIENCE) throw new Error(`still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
