/** Ways in which a viewer comes to its first frame, each timed on the pages of one contender. */
import type { BrowserContext } from "playwright-core";
import type { Scene } from "./across.ts";
import { firstFrame } from "./first_frame.ts";
import { moments } from "./moments.ts";

/** Between two joins, in milliseconds: what the last one left behind has ended, and a page that waits is at rest. */
const REST = 1_000;

export interface Way {
  readonly name: string;
  /** Makes ready for any number of joins. */
  open(scene: Scene): Promise<Joins>;
}

export interface Joins extends AsyncDisposable {
  /** Resolves with what the next one took, in milliseconds; `Infinity` where no picture came. */
  next(): Promise<number>;
}

/** Somebody who was there before opens the page of a broadcast: from what its script first reaches out for. */
export const WARM_PAGE: Way = {
  name: "warm page",
  async open(scene) {
    await using things = new AsyncDisposableStack();
    await broadcast(scene, things);
    const viewer = await newViewer(scene, things);
    const next = () => join(viewer, scene.watchUrl, "asked");
    await next(); // now its cache is warm
    return joins(next, things.move());
  },
};

/**
 * Somebody presses play in a player that waits for that, with the pointer over it for a moment: from the click. Where there is
 * no such player, what is pressed is a link to the page: as for the warm page.
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
    await next(); // now its cache is warm
    return joins(next, things.move());
  },
};

/** Somebody who was never there opens it, with nothing in the browser's cache: from the navigation. */
export const COLD_PAGE: Way = {
  name: "cold page",
  async open(scene) {
    await using things = new AsyncDisposableStack();
    await broadcast(scene, things);
    const next = async () => {
      await using once = new AsyncDisposableStack();
      return await join(await newViewer(scene, once), scene.watchUrl, "opened");
    };
    await next(); // both browsers are new as well, and are not what is asked about
    return joins(next, things.move());
  },
};

/** Somebody waits on the page for a broadcast: from the moment that the broadcaster goes live. */
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
