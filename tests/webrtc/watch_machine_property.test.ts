/** The machine in a simulated world: whatever happens, a viewer ends up playing once all is well. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { SignalingClient } from "@/signaling/client.ts";
import { HEARTBEAT, parseToViewer, type ToViewer } from "@/signaling/protocol.ts";
import { ROOM_LIMITS } from "@/signaling/room_model.ts";
import {
  isFlowing,
  PATIENCE,
  START,
  type WatchAction,
  watchDeadline,
  type WatchEvent,
  type WatchMachine,
  watchStep,
} from "@/webrtc/watch_machine.ts";
import { Violation } from "../support/room_witness.ts";
import { type Answer, type Description, Wire, World } from "../support/watch_world.ts";

const LOOK = 250;
/** How long a browser waits before it says that a path is gone, and that it will not come back. */
const ICE = { disconnected: 5_000, failed: 15_000 } as const;

/** The viewer's end of a link. */
export class FakeLink {
  /** How many looks in a row have found media. */
  carried = 0;
  isOpen = true;
  #state: "new" | "checking" | "connected" | "disconnected" | "failed" = "new";
  /** When it was last known to work, or began to try. */
  #since: number;
  #pending: Description | null;
  #pair: { readonly here: Description; readonly there: Answer } | null = null;

  constructor(readonly world: World, readonly id: number) {
    this.#since = world.clock.now();
    this.#pending = world.describe(world.viewer.address);
  }

  offer(): string {
    return this.#pending?.text ?? this.restart();
  }

  restart(): string {
    this.#pending = this.world.describe(this.world.viewer.address);
    return this.#pending.text;
  }

  /** @returns whether the answer could be applied */
  accept(text: string): boolean {
    const there = this.world.answers.get(text);
    const here = this.#pending;
    if (there === undefined || here === null) return false;
    if (there.offer !== here.text) throw new Violation("the answer to another offer is applied");
    this.#pair = { here, there };
    this.#pending = null;
    this.#since = this.world.clock.now();
    if (this.#state !== "connected" || !this.works) this.#state = "checking";
    return true;
  }

  get works(): boolean {
    const { viewer, broadcaster, path } = this.world;
    if (!this.isOpen || this.#pair === null) return false;
    const { here, there } = this.#pair;
    const reaches = here.address === viewer.address && there.address === broadcaster.address;
    return reaches && viewer.up && broadcaster.up && path && !there.life.over;
  }

  /** Lets ICE go on. @returns what the browser says of it, if anything */
  look(): "connected" | "disconnected" | "failed" | null {
    const before = this.#state;
    const now = this.world.clock.now();
    const waited = now - this.#since;
    if (this.works && before !== "failed") {
      this.#since = now;
      this.#state = "connected";
    } else if (before === "connected" && waited >= ICE.disconnected) {
      this.#state = "disconnected";
    } else if ((before === "checking" || before === "disconnected") && waited >= ICE.failed) {
      this.#state = "failed";
    }
    const arrives = this.works && this.#state === "connected";
    this.carried = arrives ? this.carried + 1 : 0;
    const is = this.#state;
    return is === before || is === "new" || is === "checking" ? null : is;
  }
}

/** Carries out the machine as watch_session.ts does, and watches over it. */
class Viewer {
  machine: WatchMachine = START;
  steps = 0;
  link: FakeLink | null = null;
  /** When each offer was made. */
  readonly offers: number[] = [];
  actions = 0;
  open = 0;
  readonly #client: SignalingClient<ToViewer>;
  #cancelTick = () => {};

  constructor(readonly world: World, readonly step: typeof watchStep) {
    const { clock, random } = world;
    this.#client = new SignalingClient<ToViewer>({
      parse: parseToViewer,
      clock,
      random,
      connect: () => new Wire(world, world.viewer),
      opened: () => this.#happened({ type: "opened" }),
      received: (message) => this.#happened({ type: "heard", message }),
      lost: () => this.#happened({ type: "lost" }),
      closed: () => this.#happened({ type: "closed" }),
    });
    this.#happened({ type: "start" });
    this.#look();
  }

  get plays(): boolean {
    return isFlowing(this.machine) && (this.link?.carried ?? 0) > 0;
  }

  hurry(): void {
    this.#client.hurry();
  }

  #look(): void {
    const { link } = this;
    const changed = link?.look() ?? null;
    if (link !== null && changed !== null) this.#happened({ type: changed, link: link.id });
    if (link !== null && link === this.link) {
      this.#happened({ type: "media", link: link.id, arrives: link.carried > 0 });
    }
    this.world.clock.after(LOOK, () => this.#look());
  }

  #happened(event: WatchEvent): void {
    this.steps++;
    const now = this.world.clock.now();
    const { machine, actions } = this.step(this.machine, event, now);
    this.machine = machine;
    if (machine.contact === "over") throw new Violation("the viewer has given up");
    for (const action of actions) this.#carryOut(action, event);
    this.#cancelTick();
    const due = watchDeadline(machine);
    if (due === null) return;
    this.#cancelTick = this.world.clock.after(due - now, () => this.#happened({ type: "tick" }));
  }

  #carryOut(action: WatchAction, event: WatchEvent): void {
    const { negotiation, ticket, linkId } = this.machine;
    this.actions++;
    switch (action.type) {
      case "connect":
        return this.#client.connectIn(action.delay);
      case "probe":
        return this.#client.hurry();
      case "watch":
        return this.#offer(false, event, (sdp) => {
          this.#client.send({ type: "watch", stream: "live", offer: { negotiation, sdp } });
        });
      case "resume":
        return ticket === null
          ? undefined
          : this.#client.send({ type: "resume", ticket, negotiation });
      case "offer":
        return this.#offer(action.restart, event, (sdp) => {
          this.#client.send({ type: "offer", negotiation, restart: action.restart, sdp });
        });
      case "link":
        this.#unlink(event);
        this.open++;
        this.link = new FakeLink(this.world, linkId);
        return;
      case "unlink":
        return this.#unlink(event);
      case "accept":
        return this.#accept(action.sdp);
      case "candidates":
        return;
      default:
        return action satisfies never;
    }
  }

  #offer(restart: boolean, event: WatchEvent, send: (sdp: string) => void): void {
    const { link, machine: { negotiation } } = this;
    if (link === null) throw new Violation("an offer without a link");
    this.offers.push(this.world.clock.now());
    if (restart) spare(link, event);
    const sdp = restart ? link.restart() : link.offer();
    this.world.clock.after(5, () => {
      if (link === this.link && negotiation === this.machine.negotiation) send(sdp);
    });
  }

  #accept(sdp: string): void {
    const { link } = this;
    this.world.clock.after(5, () => {
      if (link === null || link !== this.link || link.accept(sdp)) return;
      this.#happened({ type: "unusable", link: link.id });
    });
  }

  #unlink(event: WatchEvent): void {
    const { link } = this;
    if (link === null) return;
    spare(link, event);
    link.isOpen = false;
    this.link = null;
    this.open--;
    // What the browser still had to say of it.
    this.world.clock.after(60, () => this.#happened({ type: "failed", link: link.id }));
  }
}

/** A link that carries media is left alone, unless the server asks for another or the stream has ended. */
function spare(link: FakeLink, event: WatchEvent): void {
  if (link.carried < 2) return; // it may have come back just now, and nobody has looked
  if (event.type === "heard") {
    const { message } = event;
    if (message.type === "renew" || ("state" in message && message.state === "ended")) return;
  }
  throw new Violation(`a link that carries media is ended by ${JSON.stringify(event)}`);
}

// --- faults ---------------------------------------------------------------------------------------------------------

const FAULTS = {
  viewerDown: ({ world }) => world.change(world.viewer, { up: false }),
  viewerUp: ({ world }) => world.change(world.viewer, { up: true }),
  viewerMoves: ({ world }) => world.change(world.viewer, { address: world.viewer.address + 1 }),
  viewerCut: ({ world }) => world.cut(world.viewer),
  hurry: (viewer) => viewer.hurry(),
  broadcasterDown: ({ world }) => world.change(world.broadcaster, { up: false }),
  broadcasterUp: ({ world }) => world.change(world.broadcaster, { up: true }),
  broadcasterMoves: ({ world }) =>
    world.change(world.broadcaster, { address: world.broadcaster.address + 1 }),
  broadcasterCut: ({ world }) => world.cut(world.broadcaster),
  pathDown: ({ world }) => world.path = false,
  pathUp: ({ world }) => world.path = true,
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
  full: ({ world }) => world.places = world.places === 0 ? ROOM_LIMITS.viewers : 0,
} as const satisfies Record<string, (viewer: Viewer) => void>;

const WAITS = [0, 10, 30, 300, 900, 1_100, 2_500, 5_000, 9_000, 16_000, 35_000, 65_000, 300_000];
const fault = fc.record({
  do: fc.constantFrom(...Object.values(FAULTS)),
  wait: fc.noBias(fc.constantFrom(...WAITS)),
});
const scripts = fc.record({
  seed: fc.noBias(fc.nat()),
  faults: fc.array(fault, { minLength: 1, maxLength: 24, size: "max" }),
});
interface Fault {
  readonly do: (viewer: Viewer) => void;
  readonly wait: number;
}

/** Until both ends have found their dead sockets and are in again; every other wait of theirs is shorter. */
const CONTACT = Math.max(HEARTBEAT.deadAfter, PATIENCE.full) + 1_000;
/** Until a link that only seems good is found out, cannot be restarted, nor its successor be made at first. */
const MENDING = ICE.disconnected + PATIENCE.broken + PATIENCE.restart + PATIENCE.newLink +
  2 * PATIENCE.retryCap + 1_000;
const BOUND = CONTACT + MENDING;
/** Offers a minute, in the worst of times. */
const MOST_OFFERS = 40;

/** Lives through a script; then all is well, and must be well. */
function check(step: typeof watchStep, script: { seed: number; faults: readonly Fault[] }) {
  const world = new World(randomFrom(script.seed));
  world.broadcast();
  const viewer = new Viewer(world, step);
  for (const { do: act, wait } of script.faults) {
    act(viewer);
    world.clock.advance(wait);
  }
  heal(world);
  const healed = world.clock.now();
  while (!viewer.plays) {
    if (world.clock.now() - healed > BOUND) {
      throw new Violation("all is well, and it does not play");
    }
    world.clock.advance(LOOK);
  }
  const took = world.clock.now() - healed;
  world.clock.advance(BOUND - took);
  const { actions } = viewer;
  for (let passed = 0; passed < 60_000; passed += LOOK) {
    world.clock.advance(LOOK);
    if (!viewer.plays) throw new Violation("all is well, and it stops to play");
  }
  if (viewer.actions > actions) throw new Violation("all is well, and it goes on mending");
  if (viewer.open !== 1) throw new Violation(`${viewer.open} links at the viewer`);
  const ends = world.page?.ends.size;
  if (ends !== 1) throw new Violation(`${ends} links at the broadcaster`);
  const { offers } = viewer;
  const many = offers.some((at, i) => offers[i + MOST_OFFERS] - at < 60_000);
  if (many) throw new Violation(`more than ${MOST_OFFERS} offers a minute`);
  return { steps: viewer.steps, took };
}

function heal(world: World): void {
  world.path = true;
  world.declines = false;
  world.slowness = 0;
  world.places = ROOM_LIMITS.viewers;
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

Deno.test("whatever happens: once all is well, the viewer plays before long, on one link a side", () => {
  let steps = 0;
  const rules = fc.property(scripts, (script) => void (steps += check(watchStep, script).steps));
  fc.assert(rules, { numRuns: 300 });
  assert.ok(steps >= 50_000, `only ${steps} steps`);
});
