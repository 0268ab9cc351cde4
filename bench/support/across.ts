/** Each contender's server and broadcaster at one end of a link, and a browser for viewers at the other. */
import type { Browser, BrowserContext } from "playwright-core";
import { visitor } from "../../tests/support/browser.ts";
import type { PlaceName } from "../../tests/support/network.ts";
import { MAY_PLAY } from "./browser.ts";
import { CAMERA_ARGS, giveSmallCamera } from "./camera.ts";
import { type Contender, CONTENDERS } from "./contenders.ts";
import { recordFirstFrame } from "./first_frame.ts";
import { type LinkQuality, openLink } from "./link/link.ts";
import { recordMoments } from "./moments.ts";

export interface Scene {
  readonly contender: Contender;
  /** At the server's end, with a camera. */
  readonly broadcaster: BrowserContext;
  readonly broadcastUrl: string;
  /** The address as seen from the viewers' end. */
  readonly watchUrl: string;
  /** A new browser context at the viewers' end, with an empty cache. */
  newViewer(): Promise<BrowserContext>;
}

export interface Across extends AsyncDisposable {
  readonly scenes: readonly Scene[];
}

/** Puts both contenders on one link, so that they can be measured in turns. Does not start broadcasts. */
export async function openAcross(quality: LinkQuality): Promise<Across> {
  await using things = new AsyncDisposableStack();
  const link = things.use(await openLink(quality));
  const served = [];
  for (const contender of CONTENDERS) {
    const { origin } = things.use(await contender.serve(link.command("home")));
    const { port } = new URL(origin);
    served.push({ contender, origin, originAway: `http://${link.homeAddress}:${port}` });
  }
  const launch = async (place: PlaceName, args: readonly string[]) =>
    things.adopt(
      await link.launchBrowser(place, [MAY_PLAY, ...args]),
      (browser) => browser.close(),
    );
  const home = await launch("home", CAMERA_ARGS);
  // In place of HTTPS, without which a page of another machine is no secure context.
  const trusted = served.map(({ originAway }) => originAway).join();
  const away = await launch("away", [`--unsafely-treat-insecure-origin-as-secure=${trusted}`]);

  const scenes: Scene[] = [];
  for (const { contender, origin, originAway } of served) {
    scenes.push({
      contender,
      broadcaster: await newBroadcaster(home),
      broadcastUrl: origin + contender.paths.broadcast,
      watchUrl: originAway + contender.paths.watch,
      newViewer: () => newViewer(away),
    });
  }
  const resources = things.move();
  return { scenes, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function newBroadcaster(browser: Browser): Promise<BrowserContext> {
  const broadcaster = await visitor(browser, { camera: true });
  await giveSmallCamera(broadcaster);
  await recordMoments(broadcaster);
  return broadcaster;
}

async function newViewer(browser: Browser): Promise<BrowserContext> {
  const viewer = await visitor(browser);
  await recordFirstFrame(viewer);
  await recordMoments(viewer);
  return viewer;
}
