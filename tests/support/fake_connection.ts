/** The viewer's RTCPeerConnection in the simulated world: knows how ICE goes, and nothing of media but whether it comes. */
import { type Answer, type Description, type Ways, World } from "./watch_world.ts";

/** How often ICE goes on, and media is counted. */
const TICK = 250;
/** How long a browser waits before it says that a path is gone, and that it will not come back. */
export const ICE = { disconnected: 5_000, failed: 15_000 } as const;

type State = "new" | "checking" | "connected" | "disconnected" | "failed";

/** What must hold of each, whoever uses it. */
export interface LinkChecker {
  /** There is one more, or one less. */
  counted(change: 1 | -1): void;
  /** It is closed or restarted: the path that it has is given up. */
  givenUp(connection: FakeConnection): void;
  offered(): void;
  blame(what: string): void;
}

export class FakeConnection {
  /** How many ticks in a row have brought media. */
  carried = 0;
  /** What has come of picture and sound each, in bytes. */
  bytes = 0;
  isOpen = true;
  /** Told of what the browser says of the link, and of the first packet. */
  changed: ((state: "connected" | "disconnected" | "failed") => void) | null = null;
  arrives: (() => void) | null = null;
  #state: State = "new";
  /** When it was last known to work, or began to try. */
  #since: number;
  #pending: Description | null = null;
  #pair: { readonly here: Description; readonly there: Answer } | null = null;
  #cancelTick = () => {};

  /** @param ways which of them are looked for now */
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

  /** Describes it: at first, or anew. */
  describe(): void {
    if (!this.isOpen) this.checker.blame("a closed link is described");
    if (this.#pair !== null) this.checker.givenUp(this);
    this.#pending = this.world.describe(this.world.viewer.address, this.ways());
  }

  /** @throws where the answer cannot be applied */
  async accept(text: string): Promise<void> {
    const here = this.#pending;
    const there = this.world.answers.get(text);
    if (there === undefined || here === null) throw new TypeError("not now");
    if (there.offer !== here.text) this.checker.blame("the answer to another offer is applied");
    this.#pending = null;
    await this.world.later(5);
    if (!this.isOpen) throw new TypeError("closed meanwhile");
    this.#pair = { here, there };
    this.#since = this.world.clock.now();
    if (this.#state !== "connected" || !this.works) this.#state = "checking";
  }

  get works(): boolean {
    const { viewer, broadcaster, path } = this.world;
    if (!this.isOpen || this.#pair === null) return false;
    const { here, there } = this.#pair;
    const reaches = here.address === viewer.address && there.address === broadcaster.address;
    const isOpenWay = here.ways.relayed || (here.ways.direct && !this.world.needsTurn);
    return isOpenWay && reaches && viewer.up && broadcaster.up && path && !there.life.over;
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

  /** Lets ICE go on. */
  #tick(): void {
    const before = this.#state;
    const now = this.world.clock.now();
    const waited = now - this.#since;
    if (this.works && before !== "failed") {
      this.#since = now;
      this.#state = "connected";
      if (this.#pair !== null) this.#pair.there.life.workedAt = now;
    } else if (before === "connected" && waited >= ICE.disconnected) {
      this.#state = "disconnected";
    } else if ((before === "checking" || before === "disconnected") && waited >= ICE.failed) {
      this.#state = "failed";
    }
    const brings = this.works && this.#state === "connected";
    this.carried = brings ? this.carried + 1 : 0;
    const isFirst = brings && this.bytes === 0;
    if (brings) this.bytes += 1_000;
    const is = this.#state;
    if (is !== before && is !== "new" && is !== "checking") this.changed?.(is);
    if (isFirst) this.arrives?.();
  }
}
