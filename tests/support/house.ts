/** A server and a browser for one test, and the people in it. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expectMedia, goLive, launchBrowser, visitor } from "./browser.ts";
import { type ServerProcess, startServer } from "./server_process.ts";

export interface House extends AsyncDisposable {
  readonly origin: string;
  readonly server: ServerProcess;
  readonly browser: Browser;
  /** A page of a new visitor whose browser gives the camera; not opened anywhere yet. */
  broadcaster(): Promise<Page>;
  /** A page of a new visitor without a camera. */
  viewer(): Promise<Page>;
  visitor(options?: { camera?: boolean; locale?: string }): Promise<BrowserContext>;
  /** Somebody broadcasts, and somebody watches: the media is seen to arrive. */
  onAir(stream?: string): Promise<{ broadcaster: Page; viewer: Page }>;
}

interface HouseOptions {
  /** Further arguments for Chromium. */
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  /** Further arguments for the server. */
  readonly serve?: readonly string[];
}

export async function openHouse(
  { args = [], env = {}, serve = [] }: HouseOptions = {},
): Promise<House> {
  const server = await startServer(env, [], serve);
  const browser = await launchBrowser(args);
  const { origin } = server;
  const visit: House["visitor"] = (options) => visitor(browser, options);
  const newPage = async (camera: boolean) => await (await visit({ camera })).newPage();
  return {
    origin,
    server,
    browser,
    visitor: visit,
    broadcaster: () => newPage(true),
    viewer: () => newPage(false),
    async onAir(stream = "live") {
      const broadcaster = await newPage(true);
      await goLive(broadcaster, `${origin}/broadcast/${stream}`);
      const viewer = await newPage(false);
      await viewer.goto(`${origin}/watch/${stream}`);
      await expectMedia(viewer);
      return { broadcaster, viewer };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
