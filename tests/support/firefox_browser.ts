/** A real Firefox with a fake camera, and its visitors. */
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { STUDIO } from "@/i18n/studio.ts";
import { chooseSmallPicture, PATIENCE, recordConnections } from "./browser.ts";

/** Puppeteer's own preferences already switch off the welcome pages of a new profile. */
const PREFERENCES = {
  // A fake camera and microphone, granted without a prompt.
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  // Both peers are on this machine, which may have only its loopback address.
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  // The browser's own requests stay on this machine: all but loopback goes to a proxy that does not exist.
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.allow_bypass": false,
  "network.proxy.failover_direct": false,
};

let shared: Promise<Browser> | null = null;

/** One Firefox for all tests of a file, because starting it takes seconds. Each visitor has a context of its own. */
function sharedFirefox(executablePath: string): Promise<Browser> {
  return shared ??= puppeteer.launch({
    browser: "firefox",
    protocol: "webDriverBiDi",
    executablePath,
    headless: true,
    extraPrefsFirefox: PREFERENCES,
  });
}

Deno.test.afterAll(async () => {
  const firefox = await shared;
  shared = null;
  await firefox?.close();
});

/** A visitor with Firefox: storage of its own, and a blank page. */
export interface FirefoxVisitor extends AsyncDisposable {
  readonly page: Page;
  /** What must stay empty: uncaught errors, violations of the page's CSP, and console messages. */
  readonly faults: readonly string[];
}

/** @param executable the result of `findFirefox` */
export async function firefoxVisitor(
  executable: string,
  { width = 640, height = 480 } = {},
): Promise<FirefoxVisitor> {
  await using things = new AsyncDisposableStack();
  const context = await (await sharedFirefox(executable)).createBrowserContext();
  things.defer(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.setViewport({ width, height });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => faults.push(`${message.type()}: ${message.text()}`));
  page.on("dialog", (dialog) => dialog.accept()); // a live page asks before it unloads
  for (const prepare of [chooseSmallPicture, recordConnections]) {
    await page.evaluateOnNewDocument(prepare);
  }
  const owned = things.move();
  return { page, faults, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function button(page: Page, name: string) {
  return page.locator(`::-p-aria([name="${name}"][role="button"])`);
}

/** The studio's main button, while it offers that. */
export function mainButton(page: Page, offer: keyof typeof STUDIO.en.buttons) {
  return button(page, STUDIO.en.buttons[offer]);
}

/** Waits for text that is visible on the page. */
export async function readable(page: Page, words: string): Promise<void> {
  await page.locator(`::-p-text(${words})`).wait();
}
