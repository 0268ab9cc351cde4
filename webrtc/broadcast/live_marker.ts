/**
 * Remembers that this browser is live as a stream, so that a page that is loaded again after a reload or a crash knows.
 * The lock says whether the page that was live is still there: browsers give it up with the page, however that ends.
 */
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { deferred } from "@/common/deferred.ts";
import { loadText, saveText } from "../storage/local_storage.ts";
import { type Device, DEVICES } from "../states.ts";

const name = (stream: string) => `tuila.live.${stream}`;

/** After so long, in milliseconds, nobody expects the camera to go on by itself. */
const REMEMBERED_FOR = 120_000;
const REFRESH_EVERY = 10_000;

export class LiveMarker {
  #isSet = false;
  #cancelRefresh = () => {};
  #giveUpLock = () => {};

  /** @param devices those that are in use, whenever that is asked */
  constructor(
    readonly stream: string,
    readonly devices: () => readonly Device[],
    readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  /** This page is live. */
  set(): void {
    this.clear();
    this.#isSet = true;
    this.refresh();
    const stop = new AbortController();
    const held = deferred<void>();
    navigator.locks?.request(name(this.stream), { signal: stop.signal }, () => held.promise)
      .catch(() => {}); // given up before it was granted, or not allowed here
    this.#giveUpLock = () => {
      stop.abort();
      held.resolve();
    };
  }

  /** Other devices are in use, or time has passed. */
  refresh(): void {
    if (!this.#isSet) return;
    saveText(name(this.stream), [Date.now(), ...this.devices()].join(" "));
    this.#cancelRefresh();
    this.#cancelRefresh = this.clock.after(REFRESH_EVERY, () => this.refresh());
  }

  /** This page has stopped being live, on purpose. */
  clear(): void {
    this.leave();
    saveText(name(this.stream), null);
  }

  /** This page goes away while it is live. */
  leave(): void {
    this.#isSet = false;
    this.#cancelRefresh();
    this.#giveUpLock();
    this.#giveUpLock = () => {};
  }

  /** With which devices a page of this browser was live as the stream until just now; null: none was, or it still is. */
  async leftBehind(): Promise<readonly Device[] | null> {
    const [since, ...devices] = loadText(name(this.stream))?.split(" ") ?? [];
    if (!(Math.abs(Date.now() - Number(since)) < REMEMBERED_FOR) || await this.#isHeld()) {
      return null;
    }
    return DEVICES.filter((device) => devices.includes(device));
  }

  async #isHeld(): Promise<boolean> {
    try {
      const { held = [] } = await navigator.locks?.query() ?? {};
      return held.some((lock) => lock.name === name(this.stream));
    } catch {
      return false; // not allowed here
    }
  }
}
