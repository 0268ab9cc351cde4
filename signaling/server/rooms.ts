/** Stores the rooms, runs their events one at a time, and sets timers for their deadlines. */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/common/clock.ts";
import { step } from "../room/room.ts";
import {
  createRoom,
  deadline,
  type Effect,
  isIdle,
  isOnAir,
  type Room,
  type RoomEvent,
  type RoomLimits,
} from "../room/model.ts";

const log = getLogger(["tuila", "rooms"]);

export interface RoomsOptions {
  readonly clock: Clock;
  readonly limits: RoomLimits;
  /** Carries out an effect. May dispatch further events. */
  readonly carryOut: (stream: string, effect: Effect) => void;
}

interface Entry {
  room: Room;
  timer: { readonly at: number; readonly cancel: () => void } | null;
}

export class Rooms {
  readonly #options: RoomsOptions;
  readonly #entries = new Map<string, Entry>();
  /** Events wait here while one runs, so that an event caused by an effect does not re-enter its room. */
  readonly #events: { readonly stream: string; readonly event: RoomEvent }[] = [];
  #running = false;
  #countOnAir = 0;

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  get timers(): number {
    return [...this.#entries.values()].filter(({ timer }) => timer !== null).length;
  }

  has(stream: string): boolean {
    return this.#entries.has(stream);
  }

  /** The rooms whose stream is live or paused. */
  onAir(): Room[] {
    return [...this.#entries.values()].map(({ room }) => room).filter(({ seat }) => isOnAir(seat));
  }

  get countOnAir(): number {
    return this.#countOnAir;
  }

  isOnAir(stream: string): boolean {
    const entry = this.#entries.get(stream);
    return entry !== undefined && isOnAir(entry.room.seat);
  }

  /** A live or paused stream whose name differs only in the case or width of letters; null if this stream itself is on air. */
  findAlike(stream: string): string | null {
    if (this.isOnAir(stream)) return null;
    const name = fold(stream);
    for (const [other, { room }] of this.#entries) {
      if (isOnAir(room.seat) && fold(other) === name) return other;
    }
    return null;
  }

  /**
   * Runs an event in a stream's room, and creates the room if needed.
   * @throws the first error, after all waiting events have run
   */
  dispatch(stream: string, event: RoomEvent): void {
    this.#events.push({ stream, event });
    if (this.#running) return;
    this.#running = true;
    const errors: unknown[] = [];
    for (const next of this.#events) { // includes events added meanwhile
      try {
        this.#run(next.stream, next.event);
      } catch (error) {
        errors.push(error);
      }
    }
    this.#events.length = 0;
    this.#running = false;
    if (errors.length > 0) throw errors[0];
  }

  clear(): void {
    for (const { timer } of this.#entries.values()) timer?.cancel();
    this.#entries.clear();
    this.#countOnAir = 0;
  }

  #run(stream: string, event: RoomEvent): void {
    const { clock, limits, carryOut } = this.#options;
    const now = clock.now();
    const entry = this.#entries.get(stream) ?? { room: createRoom(stream, now), timer: null };
    const before = entry.room.seat.state;
    const wasOnAir = isOnAir(entry.room.seat);
    const { room, effects } = step(entry.room, event, now, limits);
    entry.room = room;
    this.#countOnAir += Number(isOnAir(room.seat)) - Number(wasOnAir);
    this.#entries.set(stream, entry);
    this.#schedule(stream, entry);
    const { state } = room.seat;
    if (before !== state) log.info("{stream} is {state}", { stream, state });
    for (const effect of effects) carryOut(stream, effect);
  }

  /** Sets the timer to the room's next deadline, or deletes an idle room. */
  #schedule(stream: string, entry: Entry): void {
    const { clock } = this.#options;
    const at = isIdle(entry.room) ? null : deadline(entry.room);
    if (entry.timer?.at !== at) {
      entry.timer?.cancel();
      entry.timer = null;
    }
    if (isIdle(entry.room)) this.#entries.delete(stream);
    if (at === null || entry.timer !== null) return;
    const cancel = clock.after(Math.max(0, at - clock.now()), () => {
      entry.timer = null;
      this.#tick(stream);
    });
    entry.timer = { at, cancel };
  }

  #tick(stream: string): void {
    try {
      this.dispatch(stream, { type: "tick" });
    } catch (error) {
      log.error("A deadline of {stream} failed: {error}", { stream, error });
    }
  }
}

function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
