/** A claim store that goes on while its file cannot be written: claims stay in memory until it can. */
import { getLogger } from "@logtape/logtape";
import type { Claim, ClaimStore, Keeping } from "./claims.ts";
import type { Clock } from "@/common/clock.ts";

const log = getLogger(["tuila", "store"]);

/** How long to wait before writing again, in milliseconds. */
const RETRY = 1_000;
/** How many claims to write at once, because the server does nothing else meanwhile. */
const CHUNK = 500;

/** Its memory is bounded by the number of names that may be owned. */
export class BufferedClaims implements ClaimStore {
  readonly secret: Uint8Array;
  readonly #store: ClaimStore;
  readonly #clock: Clock;
  /** Claims that are not in the store yet; null: the name is free, and the store does not know it yet. */
  readonly #unwritten = new Map<string, Claim | null>();
  #count: number;
  #cancelRetry: (() => void) | null = null;
  #isLogged = false;

  constructor(store: ClaimStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.secret = store.secret;
    this.#count = store.count();
  }

  find(stream: string): Claim | undefined {
    const unwritten = this.#unwritten.get(stream);
    return unwritten === undefined ? this.#store.find(stream) : unwritten ?? undefined;
  }

  add(claim: Claim): boolean {
    let isNew = this.find(claim.stream) === undefined;
    if (isNew) this.#write(claim.stream, claim, () => isNew = this.#store.add(claim));
    if (isNew) this.#count++;
    return isNew;
  }

  save(claim: Claim): void {
    if (this.find(claim.stream) === undefined) this.#count++;
    this.#write(claim.stream, claim, () => this.#store.save(claim));
  }

  remove(stream: string): void {
    if (this.find(stream) === undefined) return;
    this.#count--;
    this.#write(stream, null, () => this.#store.remove(stream));
  }

  /** Does nothing while the store cannot be written: its rows are older than what is in memory. */
  release(keeping: Keeping): void {
    if (this.#unwritten.size > 0) return;
    try {
      this.#store.release(keeping);
      this.#count = this.#store.count();
    } catch { /* they are freed another time */ }
  }

  leastUsed(): string | undefined {
    const stream = this.#store.leastUsed();
    return stream !== undefined && this.#unwritten.has(stream) ? undefined : stream;
  }

  count(): number {
    return this.#count;
  }

  close(): void {
    this.#cancelRetry?.();
    this.#flush(Infinity);
    this.#cancelRetry?.();
    this.#store.close();
  }

  /** Writes at once, unless other claims wait already. */
  #write(stream: string, claim: Claim | null, write: () => void): void {
    if (this.#unwritten.size === 0) {
      try {
        return write();
      } catch {
        this.#retryAfter(RETRY); // a back-up may have locked the store for a moment
      }
    }
    this.#unwritten.set(stream, claim);
  }

  #flush(most: number): void {
    this.#cancelRetry = null;
    let left = most;
    try {
      for (const [stream, claim] of this.#unwritten) {
        if (left-- === 0) return this.#retryAfter(0);
        if (claim === null) this.#store.remove(stream);
        else this.#store.save(claim);
        this.#unwritten.delete(stream);
      }
    } catch (error) {
      this.#retryAfter(RETRY);
      if (!this.#isLogged) log.error(FAILED, { error });
      this.#isLogged = true;
      return;
    }
    if (this.#isLogged) log.info("The store can be written again, and has all claims.");
    this.#isLogged = false;
  }

  #retryAfter(delay: number): void {
    this.#cancelRetry = this.#clock.after(delay, () => this.#flush(CHUNK));
  }
}

const FAILED =
  "The store cannot be written, so claims stay in memory until it can. Is its disk full, its file read-only, or locked by another program? {error}";
