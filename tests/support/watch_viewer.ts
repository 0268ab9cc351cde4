/** A viewer's page in the simulated world: the real session over fake links, with checks of every step. */
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import type { Handover } from "@/webrtc/watch/early_join.ts";
import { isFlowing, watchDeadline } from "@/webrtc/watch/watch_facts.ts";
import { WATCH, type WatchStep, watchStep } from "@/webrtc/watch/watch_machine.ts";
import { START, type WatchEvent, type WatchMachine } from "@/webrtc/watch/watch_model.ts";
import { createWatchSession } from "@/webrtc/watch/watch_session.ts";
import type { WatchPage, WatchWorld } from "@/webrtc/watch/watch_world.ts";
import { FakeConnection, type LinkChecker } from "./fake_connection.ts";
import "./fake_media_stream.ts";
import { FakeViewerLink } from "./fake_viewer_link.ts";
import { PageHead } from "./page_head.ts";
import { Violation } from "./room_checker.ts";
import { networkOf, type Ways, type World } from "./watch_world.ts";

export class Viewer implements LinkChecker, Disposable {
  machine: WatchMachine = START;
  steps = 0;
  actions = 0;
  /** When each offer was made. */
  readonly offers: number[] = [];
  /** How many connections were made in all. */
  made = 0;
  /** How many connections are open. */
  open = 0;
  link: FakeViewerLink | null = null;
  readonly session;
  #violation: Violation | null = null;
  #lastEvent: WatchEvent | null = null;
  /** Whether the server had just refused the ticket when the last event happened. */
  #refused = false;
  #relayOnly = false;
  #isAway = false;
  readonly #head: PageHead | null;
  readonly #retries = new Set<() => void>();
  #visit: { readonly left: () => void; readonly returned: () => void } | null = null;

  /**
   * @param step the machine's step function
   * @param hasHead whether the page has the head script, which begins to join before there is a session
   */
  constructor(readonly world: World, readonly step: typeof watchStep, hasHead: boolean) {
    const ice: IceSettings = { servers: [], policy: "all", hasTurn: world.hasTurn };
    this.#head = hasHead ? new PageHead(world, world.viewer, ice, this) : null;
    this.session = createWatchSession("live", ice, this.#newWorld(), {
      ...WATCH,
      step: (machine, event, now) => this.#stepped(machine, event, now),
    });
  }

  #newWorld(): WatchWorld {
    const { world } = this;
    const page: WatchPage = {
      supportsWebRtc: () => true,
      canMakeLinks: () => Promise.resolve(true),
      takeEarlyJoin: (): Handover => this.#head?.take() ?? {},
      onSignsOfReturn: (retry) => {
        this.#retries.add(retry);
        return () => void this.#retries.delete(retry);
      },
      onLeaving: (left, returned) => {
        this.#visit = { left, returned };
        return () => this.#visit = null;
      },
      afterLoad: (run) => run(),
    };
    return {
      clock: world.clock,
      network: networkOf(world, world.viewer),
      random: world.random,
      newLink: (events, configuration, early) => {
        let ways = waysOf(configuration, () => world.clock.now());
        const connection = (early ? this.#head?.connection : null) ??
          new FakeConnection(world, this, () => ways());
        return this.link = new FakeViewerLink(
          connection,
          events,
          early,
          (configuration) => ways = waysOf(configuration, () => world.clock.now()),
          (dispatch) => world.clock.after(60, () => this.#late(dispatch)),
        );
      },
      page,
    };
  }

  [Symbol.dispose](): void {
    this.session.dispose();
  }

  /** The page's scripts have loaded. */
  start(): void {
    this.session.start();
  }

  /** Lets time pass. @throws Violation */
  async pass(milliseconds: number): Promise<void> {
    await this.world.clock.pass(milliseconds);
    if (this.#violation !== null) throw this.#violation;
  }

  get plays(): boolean {
    return this.session.state.peek() === "playing" && isFlowing(this.machine) &&
      this.link !== null && this.link.connection.ticksWithMedia > 0 &&
      this.session.media.peek() === this.link.media;
  }

  retryNow(): void {
    for (const retry of this.#retries) retry();
  }

  toggleRelayOnly(): void {
    if (!this.world.hasTurn) return;
    this.#relayOnly = !this.#relayOnly;
    this.session.setRelayOnly(this.#relayOnly);
  }

  /** The page enters the back/forward cache. */
  goAway(): void {
    if (this.#isAway || this.#visit === null) return; // its scripts have not loaded
    this.#isAway = true;
    this.#visit.left();
    if (this.open > 0) this.blame("a page that went away holds a link");
  }

  comeBack(): void {
    if (this.#isAway) this.#visit?.returned();
    this.#isAway = false;
  }

  counted(change: 1 | -1): void {
    this.open += change;
    if (change === 1) this.made++;
    if (this.open > 1) this.blame("two links at once");
  }

  offered(): void {
    this.offers.push(this.world.clock.now());
  }

  /** Stores the violation until `pass` throws it, because a session may catch what is thrown within it. */
  blame(what: string): void {
    this.#violation ??= new Violation(what);
  }

  /** A link with media must stay, unless the server or the user wants a new one or the stream has ended. */
  givenUp({ ticksWithMedia, works }: FakeConnection): void {
    const event = this.#lastEvent;
    // With fewer than two ticks the session may not have noticed the media yet.
    if (event === null || ticksWithMedia < 2 || !works || this.#refused) return;
    if (event.type === "relay-only" || event.type === "leave") return;
    if (event.type === "received") {
      const { message } = event;
      if (message.type === "renew" || ("state" in message && message.state === "ended")) return;
    }
    this.blame(`a link that carries media is ended by ${JSON.stringify(event)}`);
  }

  #stepped(machine: WatchMachine, event: WatchEvent, now: number): WatchStep {
    this.steps++;
    this.#lastEvent = event;
    this.#refused = machine.refusal === "ticket-refused";
    if (
      event.type === "received" && event.message.type === "error" &&
      event.message.code === "bad-message"
    ) {
      this.blame("the server is told what it does not understand");
    }
    if (machine !== this.machine) this.blame("a step begins with another state than the last left");
    const after = this.step(machine, event, now);
    this.machine = after.machine;
    if (after.machine.contact === "over") this.blame("the viewer has given up");
    // TURN credentials are renewed for as long as the viewer is there, so they are not counted.
    this.actions += after.actions.filter(({ type }) => type !== "turn-servers").length;
    return after;
  }

  /** @param dispatch dispatches an event of a link that is already closed */
  #late(dispatch: () => void): void {
    const { machine } = this;
    const due = watchDeadline(machine) ?? Infinity;
    dispatch();
    if (this.machine !== machine && due > this.world.clock.now()) {
      this.blame("an abandoned link is listened to");
    }
  }
}

/** The kinds of path that a connection with this configuration gathers. TURN credentials expire. */
function waysOf(
  { iceServers = [], iceTransportPolicy }: RTCConfiguration,
  now: () => number,
): () => Ways {
  const [username] = iceServers.flatMap(({ username }) => username ?? []);
  const end = Number(username?.split(":")[0] ?? 0) * 1_000;
  return () => ({ direct: iceTransportPolicy !== "relay", relayed: end > now() });
}
