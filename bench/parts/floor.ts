/** How much of a join the browser itself takes: Tuila beside two minimal pages. */
import { visitor } from "../../tests/support/browser.ts";
import { joinBarely, openBareSender } from "../support/bare_pages.ts";
import { launchBrowser } from "../support/browser.ts";
import { CAMERA_ARGS, giveSmallCamera } from "../support/camera.ts";
import { CONTENDERS } from "../support/contenders.ts";
import { recordFirstFrame } from "../support/first_frame.ts";
import { PRESSED_PLAYER, rest } from "../support/joins.ts";
import { recordMoments } from "../support/moments.ts";
import type { Options, Part } from "../support/part.ts";
import { byTurns } from "../support/turns.ts";

const JOINS = 15;

export const floor: Part = {
  name: "floor",
  about:
    "milliseconds from the click on a player that waits for it to the first decoded frame, without a link " +
    "between; beside two bare pages: connection, description, candidates, camera and element are all there before, and " +
    "descriptions go from page to page within the browser",
  async measure({ runs }: Options) {
    await using things = new AsyncDisposableStack();
    const [contender] = CONTENDERS;
    const { origin } = things.use(await contender.serve([]));
    // One browser for all pages, so that its background work affects both alike.
    const browser = things.adopt(await launchBrowser(CAMERA_ARGS), (browser) => browser.close());
    const newViewer = async () => {
      const viewer = await visitor(browser);
      await recordFirstFrame(viewer);
      await recordMoments(viewer);
      return viewer;
    };
    const broadcaster = await visitor(browser, { camera: true });
    await giveSmallCamera(broadcaster);
    const ours = things.use(
      await PRESSED_PLAYER.open({
        contender,
        broadcaster,
        broadcastUrl: origin + contender.paths.broadcast,
        watchUrl: origin + contender.paths.watch,
        newViewer,
      }),
    );
    const both = await visitor(browser, { camera: true });
    await giveSmallCamera(both);
    await recordFirstFrame(both);
    await openBareSender(both, `${origin}/healthz`);
    const barely = () => joinBarely(both, `${origin}/healthz`, rest);
    await barely(); // a first join, as Tuila's pages have had
    const metric = "pressed player, here";
    const contenders = new Map([["tuila", ours.next], ["bare", barely]]);
    const found = await byTurns(metric, runs ?? JOINS, contenders);
    return [{ metric, unit: "ms", better: "lower", ...found, goals: [{ bound: 100 }] }];
  },
};
