/** The viewer's session in a simulated network with random faults. */
import fc from "fast-check";
import { HEARTBEAT } from "@/signaling/protocol/limits.ts";
import { watchStep } from "@/webrtc/watch/watch_machine.ts";
import { PATIENCE } from "@/webrtc/watch/watch_model.ts";
import { ICE } from "./fake_connection.ts";
import { ROOM_LIMITS } from "./limits.ts";
import { property } from "./property.ts";
import { Violation } from "./room_checker.ts";
import { Viewer } from "./watch_viewer.ts";
import { World } from "./watch_world.ts";

/** How often to look whether it plays. */
const LOOK = 250;

// --- faults ---------------------------------------------------------------------------------------------------------

const FAULTS = {
  viewerDown: ({ world }) => world.change(world.viewer, { up: false }),
  viewerUp: ({ world }) => world.change(world.viewer, { up: true }),
  viewerMoves: ({ world }) => world.change(world.viewer, { address: world.viewer.address + 1 }),
  viewerCut: ({ world }) => world.cut(world.viewer),
  retryNow: (viewer) => viewer.retryNow(),
  broadcasterDown: ({ world }) => world.change(world.broadcaster, { up: false }),
  broadcasterUp: ({ world }) => world.change(world.broadcaster, { up: true }),
  broadcasterMoves: ({ world }) =>
    world.change(world.broadcaster, { address: world.broadcaster.address + 1 }),
  broadcasterCut: ({ world }) => world.cut(world.broadcaster),
  pathDown: ({ world }) => world.path = false,
  pathUp: ({ world }) => world.path = true,
  blocked: ({ world }) => world.needsTurn = world.hasTurn && !world.needsTurn,
  relayOnly: (viewer) => viewer.toggleRelayOnly(),
  goAway: (viewer) => viewer.goAway(),
  comeBack: (viewer) => viewer.comeBack(),
  kill: ({ world }) => world.end(false),
  drain: ({ world }) => world.end(true),
  serve: ({ world }) => world.serve(),
  restart: ({ world }) => {
    world.end(false);
    world.serve();
  },
  broadcast: ({ world }) => world.broadcast(),
  reload: ({ world }) => {
    world.page?.leave(false);
    world.broadcast();
  },
  crash: ({ world }) => world.page?.leave(false),
  stop: ({ world }) => world.page?.leave(true),
  declines: ({ world }) => world.declines = !world.declines,
  slow: ({ world }) => world.slowness = world.slowness === 0 ? 5_000 : world.slowness * 3 % 14_000,
  limited: ({ world }) => world.limit(world.capacity === null ? 0 : null),
  full: ({ world }) => world.places = world.places === 0 ? ROOM_LIMITS.viewers : 0,
} as const satisfies Record<string, (viewer: Viewer) => void>;

const WAITS = [0, 10, 30, 300, 900, 1_100, 2_500, 5_000, 9_000, 16_000, 35_000, 65_000, 300_000];
const fault = fc.record({
  do: fc.constantFrom(...Object.values(FAULTS)),
  wait: fc.noBias(fc.constantFrom(...WAITS)),
});
export const watchScripts = fc.record({
  seed: fc.noBias(fc.nat()),
  turnServers: fc.boolean(),
  head: fc.option(fc.constantFrom(0, 10, 25, 45, 70, 95, 300, 2_500)),
  faults: fc.array(fault, { minLength: 1, maxLength: 24, size: "max" }),
});
interface Fault {
  readonly do: (viewer: Viewer) => void;
  readonly wait: number;
}

interface Script {
  readonly seed: number;
  /** Whether there are any. */
  readonly turnServers: boolean;
  /** How long before its scripts the page's head begins; null: it has none. */
  readonly head: number | null;
  readonly faults: readonly Fault[];
}

/** Until both ends have found their dead sockets and are in again; every other wait of theirs is shorter. */
const CONTACT = Math.max(HEARTBEAT.deadAfter, PATIENCE.full) + 1_000;
/** Until a link that only seems good is found out, cannot be restarted, nor its successor be made at first. */
const RESTARTS = PATIENCE.restarts.reduce((sum, wait) => sum + wait, 0);
const MENDING = ICE.disconnected + PATIENCE.broken + RESTARTS + PATIENCE.newLink +
  2 * PATIENCE.retryCap + 1_000;
const BOUND = CONTACT + MENDING;
/** A broadcaster gives up a link that ICE has called failed for 30 s: after so long without media it is gone. */
const GIVEN_UP = 60_000;
/** Offers a minute, in the worst of times. */
const MOST_OFFERS = 40;

/** Lives through a script; then all is well, and must be well. */
export async function checkWatching(step: typeof watchStep, script: Script) {
  const world = new World(randomFrom(script.seed), script.turnServers);
  world.broadcast();
  if (script.head !== null) await world.clock.pass(100); // the broadcaster may be there already
  const viewer = new Viewer(world, step, script.head !== null);
  const [first, ...faults] = script.faults;
  if (script.head === null) viewer.start();
  first.do(viewer);
  if (script.head !== null) {
    await viewer.pass(script.head);
    viewer.start();
  }
  await viewer.pass(first.wait);
  for (const { do: act, wait } of faults) {
    act(viewer);
    await viewer.pass(wait);
  }
  heal(world);
  viewer.comeBack();
  const healed = world.clock.now();
  while (!viewer.plays) {
    if (world.clock.now() - healed > BOUND) {
      throw new Violation("all is well, and it does not play");
    }
    await viewer.pass(LOOK);
  }
  const took = world.clock.now() - healed;
  await viewer.pass(BOUND - took);
  const { actions } = viewer;
  for (let passed = 0; passed < 60_000; passed += LOOK) {
    await viewer.pass(LOOK);
    if (!viewer.plays) throw new Violation("all is well, and it stops to play");
  }
  if (viewer.actions > actions) throw new Violation("all is well, and it goes on mending");
  if (viewer.open !== 1) throw new Violation(`${viewer.open} links at the viewer`);
  const silence = ({ life }: { life: { workedAt: number } }) => world.clock.now() - life.workedAt;
  const ends = [...world.page?.ends.values() ?? []].filter((end) => silence(end) <= GIVEN_UP);
  const live = ends.filter((end) => silence(end) <= LOOK);
  if (live.length !== 1 || ends.length !== 1) {
    throw new Violation(`${ends.length} links at the broadcaster, ${live.length} of them good`);
  }
  const { offers } = viewer;
  const many = offers.some((at, i) => offers[i + MOST_OFFERS] - at < 60_000);
  if (many) throw new Violation(`more than ${MOST_OFFERS} offers a minute`);
  viewer.session.dispose();
  return { steps: viewer.steps, took };
}

function heal(world: World): void {
  world.path = true;
  world.declines = false;
  world.slowness = 0;
  world.places = ROOM_LIMITS.viewers;
  world.limit(null);
  world.serve();
  world.broadcast();
  world.change(world.viewer, { up: true });
  world.change(world.broadcaster, { up: true });
}

/** Numbers from 0 to 1 that look random (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const WATCHING = property({
  name: "whatever happens, once all is well the viewer plays soon, with one link on each side",
  cases: 1_000,
  stepsPerCase: 50,
  scripts: watchScripts,
  play: async (script) => (await checkWatching(watchStep, script)).steps,
});
