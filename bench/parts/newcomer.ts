/** How much one more viewer lowers the others' frame rate when the machine is at its limit. */
import type { Browser, Page } from "playwright-core";
import { PLAYER } from "@/i18n/player.ts";
import { parseToViewer } from "@/signaling/protocol/server_messages.ts";
import { expectMedia, mainButton, visitor } from "../../tests/support/browser.ts";
import { recordFrames } from "../../tests/support/frames.ts";
import { openTestSite, type TestSite } from "../../tests/support/test_site.ts";
import { sdpOf } from "../../tests/support/messages.ts";
import { outbound } from "../../tests/support/outbound.ts";
import { RawWire } from "../../tests/support/raw_wire.ts";
import { TestClient } from "../../tests/support/wire.ts";
import { launchBrowser } from "../support/browser.ts";
import type { Measurement, Options, Part } from "../support/part.ts";

const WATCHING = 3;
/** In milliseconds: the time for a page to load and settle, and the time in which frames are counted. */
const SETTLE = 5_000;
const WINDOW = 5_000;
const RUNS = 5;
const FULL = PLAYER.en.states.queued.title;
const SDP = sdpOf(6_000);

export const newcomer: Part = {
  name: "newcomer",
  about:
    `1080p, ${WATCHING} viewers and their broadcaster in one browser; the frame rate that whoever of them gets ` +
    "fewest keeps while a fourth is there, beside the mean of right before and right after. By turns",
  async measure({ runs, only }: Options) {
    const measurements: Measurement[] = [];
    for (const fourth of FOURTHS.filter(({ name }) => name.includes(only))) {
      measurements.push(await cost(fourth, runs ?? RUNS));
    }
    return measurements;
  },
};

interface Fourth {
  readonly name: string;
  /** Prepares a viewer; each call of the result joins once. */
  invite(origin: string, things: AsyncDisposableStack): Promise<() => Promise<Visit>>;
}

interface Visit {
  /** Whether the fourth is in the queue rather than watching. */
  readonly isInLine: boolean;
  leave(): Promise<void>;
}

const FOURTHS: readonly Fourth[] = [
  {
    // A browser on this machine would take CPU time from the others; this client takes almost none.
    name: "a fourth without a browser",
    invite: (origin) =>
      Promise.resolve(async () => {
        const fourth = new TestClient(await RawWire.open(origin), parseToViewer);
        fourth.send({ type: "watch", stream: "live", offer: { negotiation: 1, sdp: SDP } });
        const { details: { place } } = await fourth.next("watching");
        return {
          isInLine: place !== null,
          async leave() {
            fourth.send({ type: "leave" });
            await fourth.closed();
          },
        };
      }),
  },
  {
    name: "a fourth in a browser of its own",
    async invite(origin, things) {
      const browser: Browser = things.adopt(await launchBrowser(), (browser) => browser.close());
      const visit = await visitor(browser);
      await recordFrames(visit);
      return async () => {
        const page = await visit.newPage();
        await page.goto(`${origin}/watch`);
        const queued = page.getByText(FULL);
        await page.waitForFunction(
          (full) =>
            Reflect.get(globalThis, "testFrames").length > 0 ||
            document.body.innerText.includes(full),
          FULL,
          { polling: 200 },
        );
        await pass(SETTLE);
        return { isInLine: await queued.isVisible(), leave: () => page.close() };
      };
    },
  },
];

async function cost({ name, invite }: Fourth, runs: number): Promise<Measurement> {
  await using site = await openTestSite({ args: ["--use-fake-device-for-media-stream=fps=30"] });
  const broadcaster = await fillSlots(site);
  await using things = new AsyncDisposableStack();
  const come = await invite(site.origin, things);
  const kept: number[] = [];
  let inLine = 0;
  let before = await rateOfPresent(broadcaster);
  for (let run = 0; run < runs; run++) {
    const { isInLine, leave } = await come();
    if (isInLine) inLine++;
    const during = await rateOfPresent(broadcaster);
    await leave();
    await pass(SETTLE);
    const after = await rateOfPresent(broadcaster);
    kept.push(during / ((before + after) / 2));
    before = after;
  }
  const sizes = (await outbound(broadcaster)).map(({ size }) => size).join(", ");
  return {
    metric: name,
    unit: "of the rate",
    better: "higher",
    figures: { tuila: kept },
    goals: [{ bound: 0.9 }],
    notes: [`${name}: in line ${inLine} times of ${runs}; the others are sent ${sizes}`],
  };
}

/** @returns the broadcaster's page, once it has measured its capacity */
async function fillSlots({ origin, broadcaster, viewer }: TestSite): Promise<Page> {
  const studio = await broadcaster();
  await studio.goto(`${origin}/broadcast`);
  await studio.locator("summary", { hasText: "Quality" }).click();
  await studio.getByRole("radio", { name: "1080p" }).check();
  await mainButton(studio, "start").click();
  await mainButton(studio, "stop").waitFor();
  for (let count = 0; count < WATCHING; count++) {
    const page = await viewer();
    await page.goto(`${origin}/watch`);
    await expectMedia(page);
  }
  await studio.getByText(/^Automatic \(measured: \d+\)$/).waitFor();
  return studio;
}

/** The lowest frame rate that the broadcaster sends to a viewer. */
async function rateOfPresent(broadcaster: Page): Promise<number> {
  const before = (await outbound(broadcaster)).slice(0, WATCHING);
  await pass(WINDOW);
  const after = await outbound(broadcaster);
  return Math.min(
    ...before.map(({ at, frames }, index) =>
      (after[index].frames - frames) * 1_000 / (after[index].at - at)
    ),
  );
}

function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
