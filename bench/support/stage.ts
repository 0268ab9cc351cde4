/** A broadcaster and a viewer on the pages of one contender. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { visitor } from "../../tests/support/browser.ts";
import { recordFrames } from "../../tests/support/frames.ts";
import type { Network } from "../../tests/support/network.ts";
import { startProxy } from "../../tests/support/proxy.ts";
import { launchBrowser, MAY_PLAY } from "./browser.ts";
import type { Contender, Served } from "./contenders.ts";
import { recovery } from "./picture.ts";

export type Side = "broadcaster" | "viewer";

/** Where both run: on this machine, each behind a proxy, or one of them across a network. */
export type Place =
  | { readonly kind: "here" }
  | { readonly kind: "across"; readonly network: Network; readonly away: Side };

export interface Person {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly url: string;
  /** Cuts this page's connections to the server with a reset. */
  cut(): void;
}

export interface Stage extends AsyncDisposable {
  readonly contender: Contender;
  readonly server: Served;
  readonly broadcaster: Person;
  readonly viewer: Person;
}

/** Resolves once the viewer's video plays. */
export async function openStage(contender: Contender, place: Place): Promise<Stage> {
  await using things = new AsyncDisposableStack();
  const within = place.kind === "across" ? place.network.command("home") : [];
  const server = things.use(await contender.serve(within));

  const enter = async (side: Side): Promise<Person> => {
    const path = contender.paths[side === "broadcaster" ? "broadcast" : "watch"];
    const { browser, origin, cut } = place.kind === "here"
      ? await enterHere(server, things)
      : await enterNetwork(server, place.network, place.away === side);
    things.defer(() => browser.close());
    const context = await visitor(browser, { camera: side === "broadcaster" });
    await recordFrames(context);
    return { browser, context, page: await context.newPage(), url: origin + path, cut };
  };
  const broadcaster = await enter("broadcaster");
  const viewer = await enter("viewer");
  await contender.goLive(broadcaster.page, broadcaster.url);
  await viewer.page.goto(viewer.url);
  const now = Date.now();
  if (await recovery(viewer.page, now, now) === null) {
    throw new Error(`${contender.name}: no picture to begin with`);
  }
  const resources = things.move();
  return {
    contender,
    server,
    broadcaster,
    viewer,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function enterHere(server: Served, things: AsyncDisposableStack) {
  const proxy = things.use(await startProxy(server.origin));
  return { browser: await launchBrowser(), origin: proxy.origin, cut: () => proxy.cut() };
}

async function enterNetwork(server: Served, network: Network, isAway: boolean) {
  const { port } = new URL(server.origin);
  const origin = isAway ? `http://${network.homeAddress}:${port}` : server.origin;
  // In place of HTTPS, without which a browser gives no camera to a page of another machine.
  const args = [MAY_PLAY, `--unsafely-treat-insecure-origin-as-secure=${origin}`];
  const browser = await network.launchBrowser(isAway ? "away" : "home", args);
  const cut = () => {
    throw new Error("there is no proxy across a network");
  };
  return { browser, origin, cut };
}
