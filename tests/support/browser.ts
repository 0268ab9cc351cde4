/** Launches a real Chromium with a fake camera, opens pages in it and reads their state. */
import {
  type Browser,
  type BrowserContext,
  type BrowserServer,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { STUDIO } from "@/i18n/studio.ts";
import type { StudioTexts } from "@/i18n/en/studio.ts";
import { ensureChromium } from "./chromium.ts";

/**
 * Arguments that users do not pass make up for a missing camera, display, non-root user or network. None of them spares
 * a page what it must cope with. A test that needs more arguments passes them itself, and says why.
 */
const ARGS = [
  "--no-sandbox", // Chromium has no sandbox for root
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream=fps=10", // few frames: the machine may be small
  "--allow-loopback-in-peer-connection", // the machine may have no other network
  `--disable-features=${
    [
      // A network of containers may not carry mDNS. (mdns.test.ts enables this again.)
      "WebRtcHideLocalIpsWithMdns",
      // The browser's own pages for its address bar: making them takes a third of the time to open a page.
      "WebUIOmniboxPopup",
      "WebUIOmniboxAimPopup",
      // A spare process for the next page, a new one for each visitor: a tenth of the time to open a page.
      "SpareRendererForSitePerProcess",
    ].join()
  }`,
];

/** The driver's default arguments that no user has: with them, background pages run as if in the foreground. */
const IGNORED_DEFAULTS = [
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-ipc-flooding-protection",
  "--disable-popup-blocking",
];

/** How long a test waits for something that should happen at once. Generous, because the machine may be busy. */
export const PATIENCE = 30_000;

/** @param executable a program to start instead of Chromium, such as a script that starts it in a namespace */
export async function launchBrowser(
  args: readonly string[] = [],
  executable?: string,
): Promise<Browser> {
  return await chromium.launch(await options(args, executable));
}

/** A browser that other processes connect to. */
export async function serveBrowser(): Promise<BrowserServer> {
  return await chromium.launchServer({ host: "127.0.0.1", ...await options() });
}

async function options(args: readonly string[] = [], executable?: string) {
  return {
    executablePath: executable ?? await ensureChromium(),
    args: [...ARGS, ...args],
    ignoreDefaultArgs: IGNORED_DEFAULTS,
  };
}

/** Launches a browser with the camera allowed and its storage in `folder`, which survives a restart of the browser. */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(folder, {
    ...await options(),
    locale: "en-US",
    permissions: ["camera", "microphone"],
  });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript(chooseSmallPicture);
  return context;
}

/**
 * A new visitor with storage of its own. With `camera`, the browser grants camera and microphone without asking, and
 * the stored setting is a small picture, because the machine may be small and few tests measure how fast it encodes.
 */
export async function visitor(
  browser: Browser,
  { camera = false, phone = false, width = 640, height = 480, locale = "en-US" } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height },
    isMobile: phone,
    hasTouch: phone,
    locale,
    ignoreHTTPSErrors: true, // like a person who accepts the warning about the machine's own certificate
    permissions: camera ? ["camera", "microphone"] : [],
  });
  context.setDefaultTimeout(PATIENCE);
  if (camera) await context.addInitScript(chooseSmallPicture);
  await context.addInitScript(recordConnections);
  return context;
}

/** Records the page's connections, so that their statistics can be read. Runs before the page's own scripts. */
export function recordConnections(): void {
  const connections: RTCPeerConnection[] = [];
  class Recorded extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  }
  Object.assign(globalThis, { RTCPeerConnection: Recorded, testConnections: connections });
}

/** Runs before the page's own scripts. */
export function chooseSmallPicture(): void {
  try {
    localStorage["tuila.quality"] ??= JSON.stringify({ preset: "360p" });
  } catch { /* the page has no storage, for example about:blank */ }
}

/** A page of either driver: Playwright's, or Puppeteer's for Firefox. */
export interface AnyPage {
  evaluate<Result>(run: () => Result | Promise<Result>): Promise<Result>;
  $(selector: string): Promise<Element | null>;
}

interface Element {
  isVisible(): Promise<boolean>;
  click(): Promise<void>;
}

/** Totals over all connections of a page. */
export interface Received {
  readonly framesDecoded: number;
  readonly audioSamples: number;
  readonly audioEnergy: number;
}

export function received(page: AnyPage): Promise<Received> {
  return page.evaluate(async () => {
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    const sum = { framesDecoded: 0, audioSamples: 0, audioEnergy: 0 };
    for (const connection of connections) {
      // Firefox may never settle `getStats()` of a connection that closes meanwhile.
      const late = new Promise<null>((resolve) => setTimeout(resolve, 2_000, null));
      const statistics = await Promise.race([connection.getStats(), late]);
      for (const report of statistics?.values() ?? []) {
        if (report.type !== "inbound-rtp") continue;
        sum.framesDecoded += report.framesDecoded ?? 0;
        sum.audioSamples += report.totalSamplesReceived ?? 0;
        sum.audioEnergy += report.totalAudioEnergy ?? 0;
      }
    }
    return sum;
  });
}

/** How many of a page's connections are not closed. */
export function openConnections(page: Page): Promise<number> {
  return page.evaluate(() => {
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    return connections.filter(({ connectionState }) => connectionState !== "closed").length;
  });
}

/** Waits until a page's connections are closed. */
export async function linksClosed(page: Page, timeout = PATIENCE): Promise<void> {
  await page.waitForFunction(
    () => {
      const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
      return connections.every(({ connectionState }) => connectionState === "closed");
    },
    undefined,
    { timeout, polling: 500 },
  );
}

/**
 * Waits until the page's video has shown this many more frames, and sound has arrived meanwhile. Presses Unmute if the
 * browser allowed only muted playback.
 * @throws after `PATIENCE`, with what arrived instead
 */
export async function expectMedia(page: AnyPage, frames = 10): Promise<void> {
  const before = await received(page);
  const start = performance.now();
  let now = before;
  while (performance.now() - start < PATIENCE) {
    await unmute(page);
    await frameIsShown(page);
    now = await received(page);
    const sound = now.audioSamples - before.audioSamples > 4_800 &&
      now.audioEnergy > before.audioEnergy;
    const isEnough = now.framesDecoded - before.framesDecoded >= frames && sound;
    if (isEnough && !await unmute(page)) return;
  }
  const words = await page.evaluate(() => document.body.innerText);
  throw new Error(`No media: ${JSON.stringify({ before, now })}, ${words}`);
}

/** Presses the Unmute button over the picture, not the smaller one below. @returns whether it was there */
export async function unmute(page: AnyPage): Promise<boolean> {
  const button = await page.$(".stage-unmute");
  const isThere = await button?.isVisible() ?? false;
  if (isThere) await button?.click();
  return isThere;
}

/** Waits until the page's video has painted a new frame, or for 2 s. */
async function frameIsShown(page: AnyPage): Promise<void> {
  await page.evaluate(() =>
    new Promise<void>((resolve) => {
      document.querySelector("video")?.requestVideoFrameCallback(() => resolve());
      setTimeout(resolve, 2_000);
    })
  );
}

/** Goes live like a user. */
export async function goLive(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await mainButton(page, "start").click();
  await mainButton(page, "stop").waitFor();
}

/** The studio's main button, while it offers that. */
export function mainButton(studio: Page, offer: keyof StudioTexts["buttons"]): Locator {
  return studio.getByRole("button", { name: STUDIO.en.buttons[offer], exact: true });
}
