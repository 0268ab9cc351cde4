/** Time from joining to the first frame, and its number of round trips. */
import { compareJoins, rowName } from "../support/compare_joins.ts";
import { PRESSED_PLAYER, WAITING_PAGE, WARM_PAGE, type Way } from "../support/joins.ts";
import type { LinkQuality } from "../support/link/link.ts";
import type { Goal, Measurement, Options, Part } from "../support/part.ts";
import { line, median } from "../support/statistics.ts";
import type { Compared } from "../support/turns.ts";

/** In milliseconds. */
const ROUND_TRIPS = [0, 50, 100, 200];
/** The round trip time of the runs with loss. */
const LOSSY = 50;
const JOINS = 15;

/** The goals of each way to join, in round trips. */
const GOALS: ReadonlyMap<Way, readonly Goal[]> = new Map([
  [PRESSED_PLAYER, [{ bound: 2.8 }, { of: "sample", times: 0.5 }]],
  [WARM_PAGE, [{ bound: 2.8 }, { of: "sample", times: 0.5 }]],
  [WAITING_PAGE, [{ bound: 2.8 }, { of: "sample", times: 0.5 }]],
]);
const UNDER_LOSS: readonly Goal[] = [{ bound: 240 }, { at: "p95", bound: 400 }];

export const firstFrame: Part = {
  name: "first-frame",
  about:
    "milliseconds to a viewer's first decoded frame, 640×360 over plain HTTP, host candidates; " +
    "server and broadcaster are at the near end of a link. Warm page: from what a page out of the cache first " +
    "asks of the network. Pressed player: from the click on a player that waits for it, with the pointer over it for " +
    "a second; the sample has none, and its warm page is taken. Waiting page: from the moment that the broadcaster, with camera and page ready, goes " +
    "live. Fixed part and round trips: the line through the medians",
  async measure({ runs, loss, only }: Options) {
    const ways = [...GOALS.keys()].filter(({ name }) => name.includes(only));
    const found: { quality: LinkQuality; turns: ReadonlyMap<Way, Compared> }[] = [];
    for (const roundTrip of loss === 0 ? ROUND_TRIPS : [LOSSY]) {
      const quality = { roundTrip, loss };
      found.push({ quality, turns: await compareJoins(ways, quality, runs ?? JOINS) });
    }
    return ways.flatMap((way) => {
      const points = found.flatMap(({ quality, turns }) => {
        const measured = turns.get(way);
        return measured === undefined ? [] : [{ quality, measured }];
      });
      const rows = points.map(({ quality, measured }): Measurement => ({
        metric: rowName(way, quality),
        unit: "ms",
        better: "lower",
        ...measured,
        ...(loss === 0 ? {} : { goals: UNDER_LOSS }),
      }));
      return loss === 0 ? [...rows, ...linesOf(way, points)] : rows;
    });
  },
};

interface Point {
  readonly quality: LinkQuality;
  readonly measured: Compared;
}

/** The line through the medians: the fixed part, and the number of round trips. */
function linesOf(way: Way, points: readonly Point[]): Measurement[] {
  const names = Object.keys(points[0]?.measured.figures ?? {});
  const lines = names.map((name) => {
    const medians = points.map(({ quality, measured }) =>
      [quality.roundTrip, median(measured.figures[name])] as const
    );
    return { name, ...line(medians) };
  });
  const figures = (part: "a" | "b") =>
    Object.fromEntries(lines.map((found) => [found.name, [found[part]]]));
  return [
    {
      metric: `${way.name}, fixed part`,
      unit: "ms",
      better: "lower",
      figures: figures("a"),
      goals: [{ bound: 100 }],
    },
    {
      metric: `${way.name}, after that`,
      unit: "round trips",
      better: "lower",
      figures: figures("b"),
      goals: GOALS.get(way),
    },
  ];
}
