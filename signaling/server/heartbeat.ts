/** The open connections. Calls `beat` for each once an interval. */
import type { Clock } from "@/common/clock.ts";
import type { Connection } from "./connection.ts";
import { HEARTBEAT } from "../protocol/limits.ts";

/** Beats are spread over the interval: thousands of pongs at once would delay other messages. */
const SLOTS = 40;
const STEP = HEARTBEAT.interval / SLOTS;

export class Heartbeat implements Iterable<Connection> {
  readonly #slots = Array.from({ length: SLOTS }, () => new Set<Connection>());
  #size = 0;
  /** The slot that had its turn last, and when the next turn is due. */
  #current = 0;
  #due = 0;
  /** Cancels the timer, which runs while there are connections. */
  #cancelTimer: (() => void) | null = null;

  /** @param beat called for each connection an interval after it was added, then once an interval */
  constructor(readonly clock: Clock, readonly beat: (connection: Connection) => void) {}

  get size(): number {
    return this.#size;
  }

  get isOn(): boolean {
    return this.#cancelTimer !== null;
  }

  *[Symbol.iterator](): IterableIterator<Connection> {
    for (const slot of this.#slots) yield* slot;
  }

  add(connection: Connection): void {
    connection.heartbeatSlot = this.#current;
    this.#slots[this.#current].add(connection);
    this.#size++;
    if (this.#cancelTimer !== null) return;
    this.#due = this.clock.now();
    this.#schedule();
  }

  /** Returns whether the connection was known. */
  delete(connection: Connection): boolean {
    if (!this.#slots[connection.heartbeatSlot].delete(connection)) return false;
    this.#size--;
    if (this.#size === 0) {
      this.#cancelTimer?.();
      this.#cancelTimer = null;
    }
    return true;
  }

  /** Timers of a busy server fire late: a turn is due one step after the last was due, not after it ran. */
  #schedule(): void {
    const now = this.clock.now();
    // After the machine slept, catch up on at most one interval.
    this.#due = Math.max(this.#due + STEP, now - HEARTBEAT.interval);
    this.#cancelTimer = this.clock.after(Math.max(0, this.#due - now), () => {
      this.#schedule();
      this.#current = (this.#current + 1) % SLOTS;
      for (const connection of this.#slots[this.#current]) this.beat(connection);
    });
  }
}
