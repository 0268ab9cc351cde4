/** A server for one test, and its visitors. */
import type { BrowserContext, Page } from "playwright-core";
import { expectMedia, goLive, launchBrowser, visitor } from "./browser.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { sharedBrowser } from "./shared_browser.ts";

export interface TestSite extends AsyncDisposable {
  readonly origin: string;
  readonly server: ServerProcess;
  /** A blank page of a new visitor whose browser grants the camera. */
  broadcaster(): Promise<Page>;
  /** A blank page of a new visitor without a camera. */
  viewer(): Promise<Page>;
  visitor(options?: Parameters<typeof visitor>[1]): Promise<BrowserContext>;
  /** Opens a live broadcaster and a viewer, and waits until media arrives. */
  onAir(stream?: string): Promise<{ broadcaster: Page; viewer: Page }>;
}

interface TestSiteOptions {
  /** Further arguments for Chromium, which is then not shared with other tests. */
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  /** Further arguments for the server. */
  readonly serve?: readonly string[];
}

export async function openTestSite(
  { args, env = {}, serve = [] }: TestSiteOptions = {},
): Promise<TestSite> {
  await using things = new AsyncDisposableStack();
  const server = things.use(await startServer(env, [], serve));
  const browser = args === undefined
    ? await sharedBrowser()
    : things.adopt(await launchBrowser(args), (browser) => browser.close());
  const owned = things.move();
  const { origin } = server;
  const visit: TestSite["visitor"] = async (options) =>
    owned.adopt(await visitor(browser, options), (context) => context.close());
  const newPage = async (camera: boolean) => await (await visit({ camera })).newPage();
  return {
    origin,
    server,
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
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
