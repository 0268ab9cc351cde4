/** Ways to join a stream, each timed to the first frame on the pages of one contender. */
import type { BrowserContext } from "playwright-core";
import type { Scene } from "./across.ts";
import { firstFrame } from "./first_frame.ts";
import { moments } from "./moments.ts";

/** The pause between two joins, in milliseconds, so that the last one has been cleaned up and waiting pages are idle. */
const REST = 1_000;

export interface Way {
  readonly name: string;
  /** Prepares for any number of joins. */
  open(scene: Scene): Promise<Joins>;
}

export interface Joins extends AsyncDisposable {
  /** Joins once and resolves with its time in milliseconds; `Infinity` if no frame came. */
  next(): Promise<number>;
}

/** A viewer with a warm cache opens the page: from the first connection that the page's script opens. */
export const WARM_PAGE: Way = {
  name: "warm page",
  async open(scene) {
    await using things = new AsyncDisposableStack();
    await broadcast(scene, things);
    const viewer = await newViewer(scene, things);
    const next = () => join(viewer, scene.watchUrl, "asked");
    await next(); // warms the cache
    return joins(next, things.move());
  },
};

/**
 * A viewer hovers over a waiting player for a moment and presses play: from the click. A contender without such a player
 * is measured like the warm page.
 */
export const PRESSED_PLAYER: Way = {
  name: "pressed player",
  async open(scene) {
    const { contender: { player }, watchUrl } = scene;
    if (player === null) return await WARM_PAGE.open(scene);
    await using things = new AsyncDisposableStack();
    await broadcast(scene, things);
    const viewer = await newViewer(scene, things);
    const next = async () => {
      await using once = new AsyncDisposableStack();
      const page = await newPage(viewer, once);
      await page.goto(new URL(player.path, watchUrl).href);
      const play = player.play(page);
      await play.hover();
      await rest();
      await play.click();
      const shown = await firstFrame(page);
      return shown - ((await moments(page)).pressed ?? NaN);
    };
    await next(); // warms the cache
    return joins(next, things.move());
  },
};

/** A viewer with an empty cache opens the page: from the navigation. */
export const COLD_PAGE: Way = {
  name: "cold page",
  async open(scene) {
    await using things = new AsyncDisposableStack();
    await broadcast(scene, things);
    const next = async () => {
      await using once = new AsyncDisposableStack();
      return await join(await newViewer(scene, once), scene.watchUrl, "opened");
    };
    await next(); // warms up both browser processes
    return joins(next, things.move());
  },
};

/** A viewer waits on the page for a broadcast: from the moment that the broadcaster goes live. */
export const WAITING_PAGE: Way = {
  name: "waiting page",
  async open(scene) {
    const { contender, broadcaster, broadcastUrl, watchUrl } = scene;
    await using things = new AsyncDisposableStack();
    const viewer = await newViewer(scene, things);
    const next = async () => {
      await using once = new AsyncDisposableStack();
      const studio = await newPage(broadcaster, once);
      await contender.prepare(studio, broadcastUrl);
      const page = await newPage(viewer, once);
      await page.goto(watchUrl);
      await contender.standBy(page);
      await rest();
      await contender.begin(studio);
      const shown = await firstFrame(page);
      const { pressed = NaN } = await moments(studio);
      await contender.stop(studio);
      return shown - pressed;
    };
    return joins(next, things.move());
  },
};

function joins(next: Joins["next"], things: AsyncDisposableStack): Joins {
  return { next, [Symbol.asyncDispose]: () => things.disposeAsync() };
}

async function broadcast(
  { contender, broadcaster, broadcastUrl }: Scene,
  things: AsyncDisposableStack,
): Promise<void> {
  const studio = await newPage(broadcaster, things);
  await contender.goLive(studio, broadcastUrl);
  things.defer(() => contender.stop(studio));
}

async function join(viewer: BrowserContext, url: string, since: "opened" | "asked") {
  await using once = new AsyncDisposableStack();
  once.defer(rest);
  const page = await newPage(viewer, once);
  await page.goto(url, { waitUntil: "commit" });
  const shown = await firstFrame(page);
  return shown - ((await moments(page))[since] ?? NaN);
}

async function newViewer(scene: Scene, things: AsyncDisposableStack): Promise<BrowserContext> {
  return things.adopt(await scene.newViewer(), (viewer) => viewer.close());
}

async function newPage(context: BrowserContext, things: AsyncDisposableStack) {
  return things.adopt(await context.newPage(), (page) => page.close());
}

export function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, REST));
}
