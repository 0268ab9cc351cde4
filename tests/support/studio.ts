/** A broadcaster's page in the simulated world: the real session over fake links and devices. */
import { signal } from "@preact/signals";
import { createBroadcastSession } from "@/webrtc/broadcast/broadcast_session.ts";
import type { BroadcasterEnd, BroadcastWorld } from "@/webrtc/broadcast/broadcast_world.ts";
import type { LinkEvents } from "@/webrtc/link/link.ts";
import { Sources } from "@/webrtc/sources/sources.ts";
import type { Device, Faults } from "@/webrtc/states.ts";
import { StatsReport } from "@/webrtc/stats/stats_report.ts";
import "./fake_media_stream.ts";
import { BOTH, type Life, networkOf, type World } from "./watch_world.ts";

export class Studio implements Disposable {
  readonly links = new Set<FakeBroadcasterLink>();
  readonly session;
  readonly sources = new FakeSources(() => {});
  /** Whether the browser grants its devices without a prompt. */
  granted = true;

  constructor(readonly world: World) {
    const network = networkOf(world, world.broadcaster);
    const own: BroadcastWorld = {
      clock: world.clock,
      network,
      random: world.random,
      newLink: (events) => {
        const link: FakeBroadcasterLink = new FakeBroadcasterLink(
          world,
          events,
          () => this.links.delete(link),
        );
        this.links.add(link);
        return link;
      },
      newSources: () => this.sources,
      page: {
        findProblem: () => Promise.resolve(null),
        areGranted: () => Promise.resolve(this.granted),
        adoptKey: () => {},
        onSignsOfReturn: () => () => {},
      },
    };
    this.session = createBroadcastSession("live", NO_TURN, own);
  }

  get state() {
    return this.session.state.peek().name;
  }

  [Symbol.dispose](): void {
    this.session.dispose();
  }

  /** Goes live, and grants the devices. */
  async goLive(): Promise<void> {
    this.session.start();
    this.sources.allow();
    await this.world.clock.pass(200);
  }
}

const NO_TURN = { servers: [], policy: "all", hasTurn: false } as const;

/** Sources whose device prompt stays open until the test allows it. */
class FakeSources extends Sources {
  readonly #media = signal<MediaStream | null>(null);
  #devices: readonly Device[] = [];
  #allow: () => void = () => {};

  override get media() {
    return this.#media;
  }

  override get wanted() {
    return this.#devices;
  }

  override get captured() {
    return this.#devices;
  }

  override get taken() {
    return [];
  }

  override begin(wanted: readonly Device[] = []): Promise<Faults> {
    return new Promise((resolve) =>
      this.#allow = () => {
        this.#devices = wanted;
        this.#media.value = new MediaStream();
        resolve({});
      }
    );
  }

  /** The user allows the devices in the prompt. */
  allow(): void {
    this.#allow();
  }

  override release(): void {
    this.#devices = [];
    this.#media.value = null;
  }
}

export class FakeBroadcasterLink implements BroadcasterEnd {
  readonly #life: Life = { over: false, workedAt: 0 };
  #cancelTick = () => {};

  constructor(readonly world: World, readonly events: LinkEvents, readonly closed: () => void) {
    this.#tickLater();
  }

  async answer(offer: string, media: () => MediaStream): Promise<string> {
    await this.world.later(5);
    media();
    const described = this.world.describe(this.world.broadcaster.address, BOTH);
    this.world.answers.set(described.text, { ...described, offer, life: this.#life });
    return described.text;
  }

  addCandidates(): void {}

  send(): Promise<void> {
    return Promise.resolve();
  }

  encode(): void {}

  configure(): void {}

  statistics(): Promise<StatsReport> {
    return Promise.resolve(new StatsReport(new Map()));
  }

  close(): void {
    this.#life.over = true;
    this.#cancelTick();
    this.closed();
  }

  /** Reports `connected` once the viewer's end has worked. */
  #tickLater(): void {
    this.#cancelTick = this.world.clock.after(100, () => {
      if (this.#life.workedAt > 0) this.events.changed("connected");
      else this.#tickLater();
    });
  }
}
