/** Bytes and requests of a viewer's page up to the first frame. */
import { visitor } from "../../tests/support/browser.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Contender, CONTENDERS } from "../support/contenders.ts";
import { firstFrame, recordFirstFrame } from "../support/first_frame.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { type Traffic, watchTraffic } from "../support/traffic.ts";

const RUNS = 5;

export const weight: Part = {
  name: "weight",
  about:
    "what the page of a broadcast takes from its server up to the first decoded frame, with an empty cache: " +
    "answers with their heads, and what goes over sockets either way",
  async measure({ runs }: Options) {
    const found = new Map(CONTENDERS.map(({ name }) => [name, Array.of<Traffic>()]));
    for (let run = 0; run < (runs ?? RUNS); run++) {
      for (const contender of CONTENDERS) found.get(contender.name)?.push(await load(contender));
    }
    const figures = (of: (traffic: Traffic) => number) =>
      Object.fromEntries([...found].map(([name, loads]) => [name, loads.map(of)]));
    const rowOf = (
      metric: string,
      unit: string,
      of: (traffic: Traffic) => number,
    ): Measurement => ({
      metric,
      unit,
      better: "lower",
      figures: figures(of),
      goals: [{ of: "sample", times: 1 }],
    });
    return [
      rowOf("to the first frame", "kB", ({ bytes }) => bytes / 1_000),
      rowOf("to the first frame", "requests", ({ requests }) => requests),
    ];
  },
};

async function load(contender: Contender): Promise<Traffic> {
  await using things = new AsyncDisposableStack();
  const { origin } = things.use(await contender.serve([]));
  const browser = things.adopt(await launchBrowser(), (browser) => browser.close());
  const broadcaster = await visitor(browser, { camera: true });
  await contender.goLive(await broadcaster.newPage(), origin + contender.paths.broadcast);
  const viewer = await visitor(browser);
  await recordFirstFrame(viewer);
  const page = await viewer.newPage();
  const until = await watchTraffic(page);
  await page.goto(origin + contender.paths.watch);
  return until(await firstFrame(page));
}
