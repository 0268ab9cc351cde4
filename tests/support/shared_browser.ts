/**
 * One browser for all tests of a file, and in `deno task test` for several files in turn. Each visitor has a context of
 * its own. A test that ends its browser, or needs it in a namespace or with other arguments, launches one itself.
 */
import { type Browser, chromium } from "playwright-core";
import { launchBrowser } from "./browser.ts";

/** The environment variable with the address of the browser to use. Without it, each file launches its own. */
export const BROWSER_ENDPOINT = "BROWSER_ENDPOINT";

let shared: Promise<Browser> | null = null;

/** The browser of this file's tests. The caller closes the contexts that it makes. */
export function sharedBrowser(): Promise<Browser> {
  return shared ??= open();
}

async function open(): Promise<Browser> {
  const endpoint = Deno.env.get(BROWSER_ENDPOINT);
  return endpoint === undefined ? await launchBrowser() : await chromium.connect(endpoint);
}

/** Closes the browser, or disconnects from one that another process owns. Runs after a file's last test. */
export async function closeSharedBrowser(): Promise<void> {
  const browser = await shared;
  shared = null;
  await browser?.close();
}

Deno.test.afterAll(closeSharedBrowser);
