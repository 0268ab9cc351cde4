/** From paint to paint: how old the picture is that a viewer sees. */
import type { Page } from "playwright-core";
import { goLive, launchBrowser, visitor } from "../../tests/support/browser.ts";
import { recordFrames } from "../../tests/support/frames.ts";
import { startServer } from "../../tests/support/server_process.ts";
import { connectBarely } from "../support/bare_pair.ts";
import { defineClock, giveClock, readClock } from "../support/clock_picture.ts";
import { firstFrame } from "../support/moments.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { median } from "../support/statistics.ts";
import { byTurns } from "../support/turns.ts";

/** In milliseconds: until both ends know how fast they may be, and then for how long. */
const SETTLE = 5_000;
const LAST = 55_000;
const RUNS = 5;

export const latency: Part = {
  name: "latency",
  about:
    "milliseconds from a canvas of the broadcaster's page to the viewer's screen, 640×360 with 30 frames a " +
    "second and silence on one machine, median of 55 s; camera and display are left out. bare: two " +
    "RTCPeerConnections without settings, with the same tracks, in two pages as broadcaster and viewer are. In " +
    "one page, canvas and video are painted to the same beat, which spares a wait that two people cannot be spared",
  async measure({ runs }: Options): Promise<readonly Measurement[]> {
    const contenders = new Map([
      ["tuila", ours],
      ["bare", () => bare(2)],
      ["bare, one page", () => bare(1)],
    ]);
    return [{
      metric: "paint to paint",
      unit: "ms",
      better: "lower",
      ...await byTurns("paint to paint", runs ?? RUNS, contenders),
      goals: [{ of: "bare, one page", times: 1.05 }, { of: "bare", times: 1.05 }],
    }];
  },
};

async function ours(): Promise<number> {
  await using things = new AsyncDisposableStack();
  const { origin } = things.use(await startServer());
  const browser = things.adopt(await launchBrowser(), (browser) => browser.close());
  const broadcaster = await visitor(browser, { camera: true });
  await giveClock(broadcaster);
  await goLive(await broadcaster.newPage(), `${origin}/broadcast`);
  const viewer = await visitor(browser);
  await recordFrames(viewer);
  const page = await viewer.newPage();
  await page.goto(`${origin}/watch`);
  await firstFrame(page);
  return await ageOfPicture(page);
}

async function bare(pages: 1 | 2): Promise<number> {
  await using things = new AsyncDisposableStack();
  const browser = things.adopt(await launchBrowser(), (browser) => browser.close());
  const sender = await visitor(browser);
  await defineClock(sender);
  const from = await sender.newPage();
  const to = pages === 1 ? from : await (await visitor(browser)).newPage();
  await connectBarely(from, to);
  return await ageOfPicture(to);
}

async function ageOfPicture(page: Page): Promise<number> {
  await readClock(page, SETTLE);
  return median(await readClock(page, LAST));
}
