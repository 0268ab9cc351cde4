/**
 * One browser for all tests of a file, and in `deno task test` for one file after another. Visitors are kept apart by their
 * contexts. A test that ends its browser, or starts it elsewhere or with arguments of its own, launches one for itself.
 */
import { type Browser, chromium } from "playwright-core";
import { launchBrowser } from "./browser.ts";

/** The variable with the address of a browser that this process is to use. Without it a file launches its own. */
export const BROWSER_ENDPOINT = "BROWSER_ENDPOINT";

let shared: Promise<Browser> | null = null;

/** The browser of this file's tests. Whoever makes contexts in it closes them. */
export function sharedBrowser(): Promise<Browser> {
  return shared ??= open();
}

async function open(): Promise<Browser> {
  const endpoint = Deno.env.get(BROWSER_ENDPOINT);
  return endpoint === undefined ? await launchBrowser() : await chromium.connect(endpoint);
}

/** Closes it, or leaves the one that is not ours. Tests need not: it is done after the last of a file. */
export async function closeSharedBrowser(): Promise<void> {
  const browser = await shared;
  shared = null;
  await browser?.close();
}

Deno.test.afterAll(closeSharedBrowser);
