/**
 * Remembers that this browser is live as a stream, so that a page that is loaded again after a reload or a crash knows.
 * The lock says whether the page that was live is still there: browsers give it up with the page, however that ends.
 */
import { deferred } from "./deferred.ts";
import { keep, kept } from "./kept.ts";
import { type Device, DEVICES } from "./states.ts";

const name = (stream: string) => `tuila.live.${stream}`;

/** After so long, in milliseconds, nobody expects the camera to go on by itself. */
const REMEMBERED_FOR = 120_000;
const REFRESH_EVERY = 10_000;

export class LiveMarker {
  #end = () => {};
  /** Other devices are in use. */
  refresh: () => void = () => {};

  constructor(readonly stream: string) {}

  /** This page is live. @param devices those that are in use, whenever that is asked */
  set(devices: () => readonly Device[]): void {
    this.clear();
    this.refresh = () => keep(name(this.stream), [Date.now(), ...devices()].join(" "));
    this.refresh();
    const timer = setInterval(() => this.refresh(), REFRESH_EVERY);
    const stop = new AbortController();
    const held = deferred<void>();
    navigator.locks?.request(name(this.stream), { signal: stop.signal }, () => held.promise)
      .catch(() => {}); // given up before it was granted, or not allowed here
    this.#end = () => {
      this.refresh = () => {};
      clearInterval(timer);
      stop.abort();
      held.resolve();
    };
  }

  /** This page has stopped being live, on purpose. */
  clear(): void {
    this.leave();
    keep(name(this.stream), null);
  }

  /** This page goes away while it is live. */
  leave(): void {
    this.#end();
    this.#end = () => {};
  }

  /** With which devices a page of this browser was live as the stream until just now; null: none was, or it still is. */
  async leftBehind(): Promise<readonly Device[] | null> {
    const [since, ...devices] = kept(name(this.stream))?.split(" ") ?? [];
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
