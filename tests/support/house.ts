/** A server and a browser for one test, and the people in it. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchBrowser, visitor } from "./browser.ts";
import { type ServerProcess, startServer } from "./server_process.ts";

export interface House extends AsyncDisposable {
  readonly origin: string;
  readonly server: ServerProcess;
  readonly browser: Browser;
  /** A page of a new visitor whose browser gives the camera; not opened anywhere yet. */
  broadcaster(): Promise<Page>;
  /** A page of a new visitor without a camera. */
  viewer(): Promise<Page>;
  visitor(options?: { camera?: boolean }): Promise<BrowserContext>;
}

/** @param args further arguments for Chromium */
export async function openHouse(
  { args = [], env = {} }: { args?: readonly string[]; env?: Record<string, string> } = {},
): Promise<House> {
  const server = await startServer(env);
  const browser = await launchBrowser(args);
  const visit = (options: { camera?: boolean } = {}) => visitor(browser, options);
  return {
    origin: server.origin,
    server,
    browser,
    visitor: visit,
    broadcaster: async () => (await visit({ camera: true })).newPage(),
    viewer: async () => (await visit()).newPage(),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
