/** The delay from the broadcaster's canvas to the viewer's screen. */
import type { Browser, Frame, Page } from "playwright-core";
import { goLive, visitor } from "../../tests/support/browser.ts";
import { startServer } from "../../tests/support/server_process.ts";
import { connectBarely } from "../support/bare_pair.ts";
import { launchBrowser } from "../support/browser.ts";
import { defineClock, giveClock, readClock } from "../support/clock_picture.ts";
import { firstFrame, recordFirstFrame } from "../support/first_frame.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { median } from "../support/statistics.ts";
import { byTurns } from "../support/turns.ts";

/** In milliseconds: the time for congestion control to settle, then the measured time. */
const SETTLE = 5_000;
const LAST = 55_000;
const RUNS = 5;

/** The player that is embedded in the broadcaster's page. */
const FRAMED = "/embed";

export const latency: Part = {
  name: "latency",
  about:
    "milliseconds from a canvas of the broadcaster's page to the viewer's screen, 640×360 with 30 frames a " +
    "second and silence on one machine, median of 55 s; camera and display are left out. bare: two " +
    "RTCPeerConnections without settings, with the same tracks. In one page (ours: our player in a frame of our " +
    "studio) canvas and video are painted to the same beat; in two, as broadcaster and viewer are, it is up to chance " +
    "how their beats fall: up to 17 ms more",
  async measure({ runs }: Options): Promise<readonly Measurement[]> {
    const measurements: Measurement[] = [];
    for (const pages of [1, 2] as const) {
      const metric = `paint to paint, ${pages === 1 ? "in one page" : "from page to page"}`;
      const contenders = new Map([["tuila", () => ours(pages)], ["bare", () => bare(pages)]]);
      measurements.push({
        metric,
        unit: "ms",
        better: "lower",
        ...await byTurns(metric, runs ?? RUNS, contenders),
        goals: pages === 1 ? [{ of: "bare", times: 1.05 }] : [],
      });
    }
    return measurements;
  },
};

async function ours(pages: 1 | 2): Promise<number> {
  await using things = new AsyncDisposableStack();
  const { origin } = things.use(await startServer());
  const browser = things.adopt(await launchBrowser(), (browser) => browser.close());
  const broadcaster = await visitor(browser, { camera: true });
  await giveClock(broadcaster);
  await recordFirstFrame(broadcaster);
  const studio = await broadcaster.newPage();
  await goLive(studio, `${origin}/broadcast`);
  const viewer = pages === 1 ? await framed(studio, FRAMED) : await opened(browser, origin);
  await firstFrame(viewer);
  return await ageOfPicture(viewer);
}

/** Opens the watch page as a separate page. */
async function opened(browser: Browser, origin: string): Promise<Frame> {
  const viewer = await visitor(browser);
  await recordFirstFrame(viewer);
  const page = await viewer.newPage();
  await page.goto(`${origin}/watch`);
  return page.mainFrame();
}

/** Embeds a page in an iframe in front of `page`. */
async function framed(page: Page, url: string): Promise<Frame> {
  const attached = page.waitForEvent("framenavigated", (frame) => frame !== page.mainFrame());
  await page.evaluate((url) => {
    const frame = Object.assign(document.createElement("iframe"), { src: url });
    Object.assign(frame.style, { position: "fixed", inset: 0, width: "640px", height: "360px" });
    document.body.append(frame);
  }, url);
  return await attached;
}

async function bare(pages: 1 | 2): Promise<number> {
  await using things = new AsyncDisposableStack();
  const browser = things.adopt(await launchBrowser(), (browser) => browser.close());
  const sender = await visitor(browser);
  await defineClock(sender);
  const from = await sender.newPage();
  const to = pages === 1 ? from : await (await visitor(browser)).newPage();
  await connectBarely(from, to);
  return await ageOfPicture(to.mainFrame());
}

async function ageOfPicture(viewer: Frame): Promise<number> {
  await readClock(viewer, SETTLE);
  return median(await readClock(viewer, LAST));
}
