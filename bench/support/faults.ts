/** Faults of a broadcast that the bench causes. */
import type { Page } from "playwright-core";
import type { Network } from "../../tests/support/network.ts";
import { asleep } from "../../tests/support/processes.ts";
import type { Side, Stage } from "./stage.ts";

export interface Struck {
  /** When the fault ended. */
  readonly until: number;
  /** The page whose video must recover. */
  readonly page: Page;
}

export type Fault =
  | { readonly name: string; readonly kind: "here"; strike(stage: Stage): Promise<Struck> }
  | {
    readonly name: string;
    readonly kind: "across";
    readonly away: Side;
    strike(stage: Stage, network: Network): Promise<Struck>;
  };

const SLEEP = 20_000;

export const FAULTS: readonly Fault[] = [
  {
    name: "nothing", // a result other than 0 is noise of the machine
    kind: "here",
    strike: ({ viewer: { page } }) => Promise.resolve({ until: Date.now(), page }),
  },
  cut("viewer"),
  cut("broadcaster"),
  {
    name: "server killed and back",
    kind: "here",
    async strike({ server, viewer }) {
      await server.restart();
      return { until: Date.now(), page: viewer.page };
    },
  },
  {
    name: "the same, for a new viewer",
    kind: "here",
    async strike({ server, viewer }) {
      await server.restart();
      const until = Date.now();
      const page = await viewer.context.newPage();
      await page.goto(viewer.url);
      return { until, page };
    },
  },
  {
    name: "broadcaster reloads",
    kind: "here",
    async strike({ contender, broadcaster, viewer }) {
      const until = Date.now(); // the time of the reload counts
      await broadcaster.page.reload();
      await contender.resume(broadcaster.page);
      return { until, page: viewer.page };
    },
  },
  {
    name: "viewer reloads",
    kind: "here",
    async strike({ viewer }) {
      const until = Date.now();
      await viewer.page.reload();
      return { until, page: viewer.page };
    },
  },
  sleep("viewer"),
  sleep("broadcaster"),
  newPath("viewer"),
  newPath("broadcaster"),
  silence(5),
  silence(30),
];

function cut(side: Side): Fault {
  return {
    name: `${side}'s socket cut`,
    kind: "here",
    strike(stage) {
      stage[side].cut();
      return Promise.resolve({ until: Date.now(), page: stage.viewer.page });
    },
  };
}

function sleep(side: Side): Fault {
  return {
    name: `${side} sleeps ${SLEEP / 1000} s`,
    kind: "here",
    async strike(stage) {
      const until = await asleep(stage[side].browser, () => last(SLEEP));
      return { until, page: stage.viewer.page };
    },
  };
}

function newPath(away: Side): Fault {
  return {
    name: `${away}'s address changes`,
    kind: "across",
    away,
    async strike({ viewer }, network) {
      await network.leave("a");
      await network.enter("b");
      return { until: Date.now(), page: viewer.page };
    },
  };
}

function silence(seconds: number): Fault {
  return {
    name: `silence for ${seconds} s`,
    kind: "across",
    away: "viewer",
    async strike({ viewer }, network) {
      await network.silence("a");
      await last(seconds * 1000);
      await network.restore("a");
      return { until: Date.now(), page: viewer.page };
    },
  };
}

/** Waits while the fault lasts. */
function last(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
