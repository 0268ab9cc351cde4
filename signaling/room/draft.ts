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
  throttledUntil: number;
  detailsDeferred: boolean;
  readonly viewers: Viewers;
  readonly removed: Set<PeerId>;
  readonly effects: Effect[] = [];
  /** The viewer that this step admits, and where among the effects its welcome goes. */
  newcomer: { readonly peer: PeerId; readonly at: number } | null = null;
  /** Whether the seat changed its state in this step, even if it changed back. */
  stateChanged = false;
  /** Counted before the step, because the step changes `viewers` in place. */
  readonly countsBefore: ViewerCounts;

  constructor(readonly before: Room, readonly now: number, readonly limits: RoomLimits) {
    this.seat = before.seat;
    this.since = before.since;
    this.description = before.description;
    this.throttledUntil = before.throttledUntil;
    this.detailsDeferred = before.detailsDeferred;
    this.viewers = before.viewers;
    this.removed = before.removed;
    this.countsBefore = countViewers(before);
  }

  /** The broadcaster, if it is present (R3). */
  get broadcaster(): PeerId | null {
    return this.seat.state === "live" ? this.seat.broadcaster : null;
  }

  /** Admits a peer. Must be the first effect for this peer (R3). */
  admit(peer: PeerId, welcome: Welcome): void {
    this.effects.push({ type: "admitted", peer, welcome });
  }

  sendToViewer(to: PeerId, message: ToViewer): void {
    if (this.viewers.get(to)?.awayUntil === null) {
      this.effects.push({ type: "send", to, message });
    }
  }

  sendToBroadcaster(message: ToBroadcaster): void {
    if (this.broadcaster !== null) {
      this.effects.push({ type: "send", to: this.broadcaster, message });
    }
  }

  /** @param source null means the broadcaster */
  sendToSource(source: PeerId | null, message: ToSource): void {
    if (source === null || source === this.broadcaster) return this.sendToBroadcaster(message);
    if (this.viewers.get(source)?.awayUntil === null) {
      this.effects.push({ type: "send", to: source, message });
    }
  }

  /** Refuses a message of this peer; the peer stays. */
  reject(peer: PeerId, code: ErrorCode): void {
    this.effects.push({ type: "reject", peer, code });
  }

  /** Refuses this peer, or removes one that was admitted. */
  refuse(peer: PeerId, code: ErrorCode): void {
    this.effects.push({ type: "refuse", peer, code });
  }

  /** Changes the seat. If its state changes, every viewer is sent the new one. */
  setSeat(seat: Seat): void {
    const changed = seat.state !== this.seat.state;
    const goesOn = isOnAir(seat) && isOnAir(this.seat);
    this.seat = seat;
    if (!changed) return;
    this.stateChanged = true;
    if (!goesOn) this.since = this.now;
    const message = { type: "state", state: seat.state } as const; // one object for all: see `Effect`
    for (const peer of this.viewers.peers()) this.sendToViewer(peer, message);
  }

  /** Milliseconds since the broadcast began. */
  get elapsed(): number {
    return this.now - this.since;
  }

  done(): Step {
    const {
      before,
      seat,
      since,
      viewers,
      description,
      removed,
      throttledUntil,
      detailsDeferred,
      effects,
    } = this;
    const { stream } = before;
    return {
      room: { stream, seat, since, viewers, description, removed, throttledUntil, detailsDeferred },
      effects,
    };
  }
}
