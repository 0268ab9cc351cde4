/** The viewer's RTCPeerConnection in the simulated world. It models ICE, and of media only whether it arrives. */
import { type Answer, type Description, type Ways, World } from "./watch_world.ts";

/** How often the ICE state advances and media is counted. */
const TICK = 250;
/** How long a path must be dead before a browser reports `disconnected` and `failed`. */
export const ICE = { disconnected: 5_000, failed: 15_000 } as const;

type State = "new" | "checking" | "connected" | "disconnected" | "failed";

/** Observes all connections, to check what must hold of each. */
export interface LinkChecker {
  /** A connection was opened or closed. */
  counted(change: 1 | -1): void;
  /** A connection is closed or restarted, so it gives up its path. */
  givenUp(connection: FakeConnection): void;
  offered(): void;
  blame(what: string): void;
}

export class FakeConnection {
  /** In how many consecutive ticks media arrived. */
  ticksWithMedia = 0;
  /** Bytes received, of video and of audio alike. */
  bytes = 0;
  isOpen = true;
  /** Called when the connection's state changes. */
  changed: ((state: "connected" | "disconnected" | "failed") => void) | null = null;
  /** Called when the first packet arrives. */
  arrives: (() => void) | null = null;
  #state: State = "new";
  /** When it last worked, or else when it began to check. */
  #since: number;
  #pending: Description | null = null;
  #pair: { readonly local: Description; readonly remote: Answer } | null = null;
  #cancelTick = () => {};

  /** @param ways the kinds of path that its present configuration gathers */
  constructor(readonly world: World, readonly checker: LinkChecker, readonly ways: () => Ways) {
    this.#since = world.clock.now();
    checker.counted(1);
    this.#tickLater();
  }

  get state(): State {
    return this.#state;
  }

  get description(): string {
    return this.#pending?.text ?? "";
  }

  /** Makes an offer, the first or a later one. */
  describe(): void {
    if (!this.isOpen) this.checker.blame("a closed link is described");
    if (this.#pair !== null) this.checker.givenUp(this);
    this.#pending = this.world.describe(this.world.viewer.address, this.ways());
  }

  /** @throws if the answer cannot be applied */
  async accept(text: string): Promise<void> {
    const local = this.#pending;
    const remote = this.world.answers.get(text);
    if (remote === undefined || local === null) throw new TypeError("not now");
    if (remote.offer !== local.text) this.checker.blame("the answer to another offer is applied");
    this.#pending = null;
    await this.world.later(5);
    if (!this.isOpen) throw new TypeError("closed meanwhile");
    this.#pair = { local, remote };
    this.#since = this.world.clock.now();
    if (this.#state !== "connected" || !this.works) this.#state = "checking";
  }

  get works(): boolean {
    const { viewer, broadcaster, path } = this.world;
    if (!this.isOpen || this.#pair === null) return false;
    const { local, remote } = this.#pair;
    const reaches = local.address === viewer.address && remote.address === broadcaster.address;
    const isOpenWay = local.ways.relayed || (local.ways.direct && !this.world.needsTurn);
    return isOpenWay && reaches && viewer.up && broadcaster.up && path && !remote.life.over;
  }

  close(): void {
    if (!this.isOpen) return;
    this.checker.givenUp(this);
    this.isOpen = false;
    this.#cancelTick();
    this.checker.counted(-1);
  }

  #tickLater(): void {
    this.#cancelTick = this.world.clock.after(TICK, () => {
      this.#tick();
      if (this.isOpen) this.#tickLater();
    });
  }

  /** Advances the ICE state, and counts media. */
  #tick(): void {
    const before = this.#state;
    const now = this.world.clock.now();
    const waited = now - this.#since;
    if (this.works && before !== "failed") {
      this.#since = now;
      this.#state = "connected";
      if (this.#pair !== null) this.#pair.remote.life.workedAt = now;
    } else if (before === "connected" && waited >= ICE.disconnected) {
      this.#state = "disconnected";
    } else if ((before === "checking" || before === "disconnected") && waited >= ICE.failed) {
      this.#state = "failed";
    }
    const hasMedia = this.works && this.#state === "connected";
    this.ticksWithMedia = hasMedia ? this.ticksWithMedia + 1 : 0;
    const isFirst = hasMedia && this.bytes === 0;
    if (hasMedia) this.bytes += 1_000;
    const after = this.#state;
    if (after !== before && after !== "new" && after !== "checking") this.changed?.(after);
    if (isFirst) this.arrives?.();
  }
}
