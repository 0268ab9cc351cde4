/** A real Firefox with a fake camera, and the people who have it. */
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { STUDIO } from "@/i18n/studio.ts";
import { chooseSmallPicture, PATIENCE, recordConnections } from "./browser.ts";

/** Puppeteer's own preferences have already switched off what a new profile greets its person with. */
const PREFERENCES = {
  // A camera and a microphone that are always there, and given without asking.
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  // Both ends of a link are on this machine, which may have no other address.
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  // The browser's own errands stay on this machine: all but loopback goes to a proxy that is not there.
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.allow_bypass": false,
  "network.proxy.failover_direct": false,
};

let shared: Promise<Browser> | null = null;

/** One Firefox for all tests of a file: starting it takes seconds. People are kept apart by their contexts. */
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

/** Somebody with Firefox: storage of their own, and a page that is not opened anywhere yet. */
export interface FirefoxVisitor extends AsyncDisposable {
  readonly page: Page;
  /** What must not be: errors that no script of the page caught, what its policy refused, what it logged. */
  readonly faults: readonly string[];
}

/** @param executable of `findFirefox` */
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
  page.on("dialog", (dialog) => dialog.accept()); // a page that is live asks before it goes
  for (const prepare of [chooseSmallPicture, recordConnections]) {
    await page.evaluateOnNewDocument(prepare);
  }
  const kept = things.move();
  return { page, faults, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** The button with that name, to be clicked or waited for. */
function button(page: Page, name: string) {
  return page.locator(`::-p-aria([name="${name}"][role="button"])`);
}

/** The studio's main button, while it offers that. */
export function mainButton(page: Page, offer: keyof typeof STUDIO.en.buttons) {
  return button(page, STUDIO.en.buttons[offer]);
}

/** Waits for words that a person can read on the page. */
export async function readable(page: Page, words: string): Promise<void> {
  await page.locator(`::-p-text(${words})`).wait();
}
