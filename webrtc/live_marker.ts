/**
 * Remembers that this browser is live as a stream, so that a page that is loaded again after a reload or a crash knows.
 * The lock says whether the page that was live is still there: browsers give it up with the page, however that ends.
 */
import * as v from "valibot";
import { deferred } from "./deferred.ts";

const name = (stream: string) => `tuila.live.${stream}`;

/** After so long, in milliseconds, nobody expects the camera to go on by itself. */
const REMEMBERED_FOR = 120_000;
const REFRESH_EVERY = 10_000;

const Marker = v.pipe(v.string(), v.transform(Number), v.number());

export class LiveMarker {
  #end = () => {};

  constructor(readonly stream: string) {}

  /** This page is live. */
  set(): void {
    this.clear();
    const refresh = () => store(this.stream, String(Date.now()));
    refresh();
    const timer = setInterval(refresh, REFRESH_EVERY);
    const stop = new AbortController();
    const held = deferred<void>();
    navigator.locks?.request(name(this.stream), { signal: stop.signal }, () => held.promise)
      .catch(() => {}); // given up before it was granted
    this.#end = () => {
      clearInterval(timer);
      stop.abort();
      held.resolve();
    };
  }

  /** This page has stopped being live, on purpose. */
  clear(): void {
    this.leave();
    store(this.stream, null);
  }

  /** This page goes away while it is live. */
  leave(): void {
    this.#end();
    this.#end = () => {};
  }

  /** Whether a page of this browser was live as the stream until just now, and is gone. */
  async isLeftBehind(): Promise<boolean> {
    const since = v.safeParse(Marker, load(this.stream));
    if (!since.success || Math.abs(Date.now() - since.output) > REMEMBERED_FOR) return false;
    const { held = [] } = await navigator.locks?.query() ?? {};
    return !held.some((lock) => lock.name === name(this.stream));
  }
}

/** Whether the browser gives the camera without asking again. */
export async function cameraIsGranted(): Promise<boolean> {
  try {
    const status = await navigator.permissions.query({ name: "camera" });
    return status.state === "granted";
  } catch {
    return false; // a browser that does not know this question
  }
}

function load(stream: string): string | null {
  try {
    return localStorage.getItem(name(stream));
  } catch {
    return null;
  }
}

function store(stream: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name(stream));
    else localStorage.setItem(name(stream), text);
  } catch { /* storage is forbidden: then nothing is remembered */ }
}
