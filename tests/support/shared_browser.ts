/**
 * One browser for all tests of a file. Starting one takes longer than many a test; visitors are kept apart by their contexts.
 * A test that ends its browser, or starts it elsewhere or with arguments of its own, launches one for itself.
 */
import type { Browser } from "playwright-core";
import { launchBrowser } from "./browser.ts";

let shared: Promise<Browser> | null = null;

/** The browser of this file's tests. Whoever makes contexts in it closes them. */
export function sharedBrowser(): Promise<Browser> {
  return shared ??= launchBrowser();
}

/** Closes it, if there is one. Tests need not: it is done after the last of a file. */
export async function closeSharedBrowser(): Promise<void> {
  const browser = await shared;
  shared = null;
  await browser?.close();
}

Deno.test.afterAll(closeSharedBrowser);
