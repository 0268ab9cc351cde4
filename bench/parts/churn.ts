/** Measures what is leaked by peers who join and leave for a long time. */
import { churnHub, HEAP_PER_JOIN } from "../../tests/support/hub_churn.ts";
import { churnPage, KEPT_HEAP } from "../../tests/support/page_churn.ts";
import { churnServer } from "../../tests/support/server_churn.ts";
import { closeSharedBrowser } from "../../tests/support/shared_browser.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { OURS } from "../support/table.ts";

const MINUTES = 30;
const MEGABYTE = 1024 * 1024;
/** Viewers of the broadcaster's page. Chromium compiles until more than a hundred have come and gone. */
const VIEWERS = { warmUp: 120, round: 200 };

type GoesOn = () => boolean;

const CHURNS: readonly { name: string; run(goesOn: GoesOn): Promise<Measurement[]> }[] = [
  {
    name: "hub",
    async run(goesOn) {
      const { joins, heap } = await churnHub(goesOn);
      return [row(`hub: heap per join, of ${joins}`, "bytes", heap / joins, HEAP_PER_JOIN)];
    },
  },
  {
    name: "server",
    async run(goesOn) {
      if (Deno.build.os !== "linux") {
        return [{
          ...row("server: open files more", "files", NaN, 0),
          notes: ["server: it needs Linux."],
        }];
      }
      const { joins, files, resident } = await churnServer(goesOn);
      return [
        row(`server: open files more after ${joins} joins`, "files", files, 0),
        row(`server: memory more after ${joins} joins`, "MB", resident / MEGABYTE, 20),
      ];
    },
  },
  {
    name: "page",
    async run(goesOn) {
      const { viewers, connections, heap, listeners } = await churnPage({ ...VIEWERS, goesOn });
      await closeSharedBrowser();
      const ours = heap - connections * KEPT_HEAP;
      return [
        row(`page: heap per viewer, of ${viewers}`, "bytes", ours / viewers, 2_000),
        row("page: connections that Chromium keeps", "%", 100 * connections / viewers, 4),
        row("page: listeners more", "listeners", listeners, 0),
      ];
    },
  },
];

export const churn: Part = {
  name: "churn",
  about:
    `what stays in a hub, in a server's process and in a broadcaster's page of those who come and go in every way ` +
    `there is, each for a third of --minutes (${MINUTES}). The hub's rooms, sockets, peers and timers are counted ` +
    "after every round: the bench ends if one of them stays",
  async measure({ minutes, only }: Options) {
    const churns = CHURNS.filter(({ name }) => name.includes(only));
    const each = (minutes ?? MINUTES) * 60_000 / CHURNS.length;
    const measurements: Measurement[] = [];
    for (const { run } of churns) {
      const end = performance.now() + each;
      measurements.push(...await run(() => performance.now() < end));
    }
    return measurements;
  },
};

function row(metric: string, unit: string, figure: number, bound: number): Measurement {
  return { metric, unit, better: "lower", figures: { [OURS]: [figure] }, goals: [{ bound }] };
}
