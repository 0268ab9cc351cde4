/** A live broadcaster and a viewer, each behind a proxy with which a test can disturb its connection. */
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expectMedia, goLive, launchBrowser, openConnections, visitor } from "./browser.ts";
import { recordFrames } from "./frames.ts";
import type { Network, PlaceName } from "./network.ts";
import { type Proxy, startProxy } from "./proxy.ts";
import { type ServerProcess, startServer } from "./server_process.ts";
import { sharedBrowser } from "./shared_browser.ts";
import { type BroadcasterLog, broadcasterLog, type ViewerLog, viewerLog } from "./signaling_log.ts";

export interface Person {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Between this person's page and the server. */
  readonly proxy: Proxy;
  /** The address of this person's page, for pages opened later. */
  readonly url: string;
}

export interface LivePair extends AsyncDisposable {
  readonly server: ServerProcess;
  readonly broadcaster: Person & { readonly log: BroadcasterLog };
  readonly viewer: Person & { readonly log: ViewerLog };
}

interface LivePairOptions {
  /** 2: a browser for each, so that one can be killed or suspended alone. 1: the file's shared browser. */
  readonly browsers?: 1 | 2;
  /** Prepares the broadcaster's browser before its first page. */
  readonly prepare?: (broadcaster: BrowserContext) => Promise<void>;
}

/** Opens a broadcaster and a viewer, and waits until media arrives. */
export async function openLivePair(
  { browsers = 1, prepare }: LivePairOptions = {},
): Promise<LivePair> {
  await using things = new AsyncDisposableStack();
  const server = things.use(await startServer());
  const openBrowser = async () =>
    browsers === 1
      ? await sharedBrowser()
      : things.adopt(await launchBrowser(), (browser) => browser.close());
  const enter = async (path: string, camera: boolean) => {
    const proxy = things.use(await startProxy(server.origin));
    const person = await newPerson(await openBrowser(), camera);
    things.defer(() => person.context.close());
    return { ...person, proxy, url: `${proxy.origin}${path}` };
  };
  const broadcaster = await enter("/broadcast", true);
  const viewer = await enter("/watch", false);
  await prepare?.(broadcaster.context);
  const logs = await begin(broadcaster, viewer);
  const owned = things.move();
  return {
    server,
    broadcaster: { ...broadcaster, log: logs.broadcaster },
    viewer: { ...viewer, log: logs.viewer },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export type LivePairAcross = Omit<LivePair, "broadcaster" | "viewer"> & {
  readonly broadcaster: Omit<LivePair["broadcaster"], "proxy">;
  readonly viewer: Omit<LivePair["viewer"], "proxy">;
};

/** The same across a network: the server and one of the two are at home, the other one is away. */
export async function openLivePairAcross(
  network: Network,
  away: "broadcaster" | "viewer",
): Promise<LivePairAcross> {
  await using things = new AsyncDisposableStack();
  const server = things.use(await startServer({ HOST: "0.0.0.0" }, network.command("home")));
  const { port } = new URL(server.origin);
  const enter = async (path: string, camera: boolean, place: PlaceName) => {
    const origin = place === "home" ? server.origin : `http://${network.homeAddress}:${port}`;
    // Instead of HTTPS, without which a browser refuses the camera to another machine's page.
    const browser = await network.launchBrowser(place, [
      `--unsafely-treat-insecure-origin-as-secure=${origin}`,
    ]);
    things.defer(() => browser.close());
    return { ...await newPerson(browser, camera), url: `${origin}${path}` };
  };
  const broadcaster = await enter("/broadcast", true, away === "broadcaster" ? "away" : "home");
  const viewer = await enter("/watch", false, away === "viewer" ? "away" : "home");
  const logs = await begin(broadcaster, viewer);
  const owned = things.move();
  return {
    server,
    broadcaster: { ...broadcaster, log: logs.broadcaster },
    viewer: { ...viewer, log: logs.viewer },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function newPerson(browser: Browser, camera: boolean) {
  const context = await visitor(browser, { camera });
  await recordFrames(context);
  await recordCaptures(context);
  return { browser, context, page: await context.newPage() };
}

async function begin(broadcaster: Omit<Person, "proxy">, viewer: Omit<Person, "proxy">) {
  const logs = { broadcaster: broadcasterLog(broadcaster.page), viewer: viewerLog(viewer.page) };
  await goLive(broadcaster.page, broadcaster.url);
  await viewer.page.goto(viewer.url);
  await expectMedia(viewer.page);
  await broadcaster.page.getByText("1 watching").waitFor();
  return logs;
}

/** Records when a page gets its camera. */
async function recordCaptures(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const captures: number[] = [];
    Object.assign(globalThis, { testCaptures: captures });
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const media = await real(constraints);
      captures.push(Date.now());
      return media;
    };
  });
}

/** When a page first got its camera. */
export function capturedAt(page: Page): Promise<number> {
  return page.evaluate(() => Reflect.get(globalThis, "testCaptures")[0]);
}

/** The peer ids of the two, from the server's last welcome to each. */
export function identities(
  { broadcaster, viewer }: Pick<LivePairAcross, "broadcaster" | "viewer">,
) {
  return {
    broadcaster: broadcaster.log.of("publishing").at(-1)?.message.peer,
    viewer: viewer.log.of("watching").at(-1)?.message.peer,
  };
}

/** Fails if the server ever sent the broadcaster a count other than one, or if either page has not exactly one link. */
export async function assertOneViewer(
  { broadcaster, viewer }: Pick<LivePairAcross, "broadcaster" | "viewer">,
  since: number,
): Promise<void> {
  await broadcaster.page.getByText("1 watching").waitFor();
  const counts = broadcaster.log.of("viewers", since).map(({ message }) => message.count);
  assert.deepEqual(counts.filter((count) => count !== 1), [], "the count stayed one");
  assert.equal(await openConnections(broadcaster.page), 1, "the broadcaster has one link");
  assert.equal(await openConnections(viewer.page), 1, "the viewer has one link");
}

/** Fails if `milliseconds` exceeds `bound`. */
export function assertWithin(milliseconds: number, bound: number, what: string): void {
  assert.ok(milliseconds <= bound, `${what}: ${milliseconds} ms, and ${bound} ms is the bound`);
}
