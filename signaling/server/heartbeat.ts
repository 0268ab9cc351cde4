/** Everyone whose transport is open, each looked at once an interval. */
import type { Clock } from "@/common/clock.ts";
import type { Connection } from "./connection.ts";
import { HEARTBEAT } from "../protocol/limits.ts";

/** Not all are looked at in the same moment: what thousands answer together holds up what others say. */
const SLOTS = 40;
const STEP = HEARTBEAT.interval / SLOTS;

export class Heartbeat implements Iterable<Connection> {
  readonly #slots = Array.from({ length: SLOTS }, () => new Set<Connection>());
  #size = 0;
  /** Whose turn was last, and when the next is due. */
  #current = 0;
  #due = 0;
  /** Ends it. It goes as long as there is anyone. */
  #cancel: (() => void) | null = null;

  /** @param beat called with each connection, an interval after it was added and then once an interval */
  constructor(readonly clock: Clock, readonly beat: (connection: Connection) => void) {}

  get size(): number {
    return this.#size;
  }

  get isOn(): boolean {
    return this.#cancel !== null;
  }

  *[Symbol.iterator](): IterableIterator<Connection> {
    for (const slot of this.#slots) yield* slot;
  }

  add(connection: Connection): void {
    connection.slot = this.#current;
    this.#slots[this.#current].add(connection);
    this.#size++;
    if (this.#cancel !== null) return;
    this.#due = this.clock.now();
    this.#next();
  }

  /** Whether it was there. */
  delete(connection: Connection): boolean {
    if (!this.#slots[connection.slot].delete(connection)) return false;
    this.#size--;
    if (this.#size === 0) {
      this.#cancel?.();
      this.#cancel = null;
    }
    return true;
  }

  /** Timers of a busy server come late: a turn is due an interval after the last one was due, not after it came. */
  #next(): void {
    const now = this.clock.now();
    this.#due = Math.max(this.#due + STEP, now - HEARTBEAT.interval); // what a machine slept through is not made up for
    this.#cancel = this.clock.after(Math.max(0, this.#due - now), () => {
      this.#next();
      this.#current = (this.#current + 1) % SLOTS;
      for (const connection of this.#slots[this.#current]) this.beat(connection);
    });
  }
}
