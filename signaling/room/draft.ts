import type { Viewers } from "./viewers.ts";
import type { Description } from "../protocol/description.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { ToBroadcaster, ToViewer } from "../protocol/server_messages.ts";
import { countViewers, type ViewerCounts } from "./queue.ts";
import {
  type Effect,
  isOnAir,
  type PeerId,
  type Room,
  type RoomLimits,
  type Seat,
  type Step,
  type ToSource,
  type Welcome,
} from "./model.ts";

/** A room while one step changes it. */
export class Draft {
  seat: Seat;
  since: number;
  description: Description;
  quietUntil: number;
  keptBack: boolean;
  readonly viewers: Viewers;
  readonly removed: Set<PeerId>;
  readonly effects: Effect[] = [];
  /** Who is let in by this step, and where among its effects it is to be told so. */
  comer: { readonly peer: PeerId; readonly at: number } | null = null;
  /** Whether the state changed, if only for a moment: then everything may be different for everyone. */
  stateChanged = false;
  /** The counts before the step, which changes the viewers themselves. */
  readonly past: ViewerCounts;

  constructor(readonly before: Room, readonly now: number, readonly limits: RoomLimits) {
    this.seat = before.seat;
    this.since = before.since;
    this.description = before.description;
    this.quietUntil = before.quietUntil;
    this.keptBack = before.keptBack;
    this.viewers = before.viewers;
    this.removed = before.removed;
    this.past = countViewers(before);
  }

  /** The broadcaster, if it can be sent something (R3). */
  get broadcaster(): PeerId | null {
    return this.seat.state === "live" ? this.seat.broadcaster : null;
  }

  /** Lets this peer in. It is sent nothing before. */
  admit(peer: PeerId, welcome: Welcome): void {
    this.effects.push({ type: "admitted", peer, welcome });
  }

  tellViewer(to: PeerId, message: ToViewer): void {
    if (this.viewers.get(to)?.awayUntil === null) {
      this.effects.push({ type: "send", to, message });
    }
  }

  tellBroadcaster(message: ToBroadcaster): void {
    if (this.broadcaster !== null) {
      this.effects.push({ type: "send", to: this.broadcaster, message });
    }
  }

  /** @param source null: the broadcaster */
  tellSource(source: PeerId | null, message: ToSource): void {
    if (source === null || source === this.broadcaster) return this.tellBroadcaster(message);
    if (this.viewers.get(source)?.awayUntil === null) {
      this.effects.push({ type: "send", to: source, message });
    }
  }

  /** Refuses this peer's message. */
  reject(peer: PeerId, code: ErrorCode): void {
    this.effects.push({ type: "reject", peer, code });
  }

  /** Does not let this peer in, or not any more. */
  refuse(peer: PeerId, code: ErrorCode): void {
    this.effects.push({ type: "refuse", peer, code });
  }

  /** Changes the seat and tells every viewer if that is another state for them. */
  setSeat(seat: Seat): void {
    const changed = seat.state !== this.seat.state;
    const goesOn = isOnAir(seat) && isOnAir(this.seat);
    this.seat = seat;
    if (!changed) return;
    this.stateChanged = true;
    if (!goesOn) this.since = this.now;
    const message = { type: "state", state: seat.state } as const; // one for all: see `Effect`
    for (const peer of this.viewers.peers()) this.tellViewer(peer, message);
  }

  /** How long the broadcast has been on. */
  get elapsed(): number {
    return this.now - this.since;
  }

  done(): Step {
    const { before, seat, since, viewers, description, removed, quietUntil, keptBack, effects } =
      this;
    const { stream } = before;
    return {
      room: { stream, seat, since, viewers, description, removed, quietUntil, keptBack },
      effects,
    };
  }
}
