/**
 * Stores that this browser is live, so that a page can go on with the broadcast after a reload or a crash. A lock tells
 * whether the page that was live still exists: browsers release it when the page ends, however it ends.
 */
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { deferred } from "@/common/deferred.ts";
import { loadText, saveText } from "../storage/local_storage.ts";
import { type Device, DEVICES } from "../states.ts";

const name = (stream: string) => `tuila.live.${stream}`;

/** How long the marker counts, in milliseconds. After that, nobody expects the camera to start by itself. */
const MAX_AGE = 120_000;
const REFRESH_INTERVAL = 10_000;

export class LiveMarker {
  #isSet = false;
  #cancelRefresh = () => {};
  #releaseLock = () => {};

  /** @param devices returns the devices that the person wants to send */
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
      .catch(() => {}); // released before it was granted, or not allowed here
    this.#releaseLock = () => {
      stop.abort();
      held.resolve();
    };
  }

  /** Call this when the devices change. */
  refresh(): void {
    if (!this.#isSet) return;
    saveText(name(this.stream), [Date.now(), ...this.devices()].join(" "));
    this.#cancelRefresh();
    this.#cancelRefresh = this.clock.after(REFRESH_INTERVAL, () => this.refresh());
  }

  /** The person stopped the broadcast. */
  clear(): void {
    this.leave();
    saveText(name(this.stream), null);
  }

  /** This page goes away while live: leaves the marker for the next page. */
  leave(): void {
    this.#isSet = false;
    this.#cancelRefresh();
    this.#releaseLock();
    this.#releaseLock = () => {};
  }

  /** The devices of a page that was live with this stream until just now; null: there was none, or it still exists. */
  async interruptedDevices(): Promise<readonly Device[] | null> {
    const [since, ...devices] = loadText(name(this.stream))?.split(" ") ?? [];
    if (!(Math.abs(Date.now() - Number(since)) < MAX_AGE) || await this.#isHeld()) {
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
