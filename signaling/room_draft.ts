import type { Description, ErrorCode, ToBroadcaster, ToViewer } from "./protocol.ts";
import type { Effect, PeerId, Room, RoomLimits, Seat, Step, Viewer } from "./room_model.ts";

/** A room while one step changes it. */
export class Draft {
  seat: Seat;
  since: number;
  description: Description;
  removed: readonly PeerId[];
  quietUntil: number;
  keptBack: boolean;
  readonly effects: Effect[] = [];
  #viewers: Map<PeerId, Viewer> | null = null;

  constructor(readonly before: Room, readonly now: number, readonly limits: RoomLimits) {
    this.seat = before.seat;
    this.since = before.since;
    this.description = before.description;
    this.removed = before.removed;
    this.quietUntil = before.quietUntil;
    this.keptBack = before.keptBack;
  }

  get viewers(): ReadonlyMap<PeerId, Viewer> {
    return this.#viewers ?? this.before.viewers;
  }

  /** The broadcaster, if it can be sent something (R3). */
  get broadcaster(): PeerId | null {
    return this.seat.state === "live" ? this.seat.broadcaster : null;
  }

  /** Changes a viewer, or adds it. */
  put(peer: PeerId, viewer: Viewer): void {
    this.#own().set(peer, viewer);
  }

  remove(peer: PeerId): void {
    this.#own().delete(peer);
  }

  #own(): Map<PeerId, Viewer> {
    return this.#viewers ??= new Map(this.before.viewers);
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

  /** Refuses this peer's message. */
  reject(peer: PeerId, code: ErrorCode): void {
    this.effects.push({ type: "reject", peer, code });
  }

  /** Does not let this peer in, or not any more. */
  refuse(peer: PeerId, code: ErrorCode): void {
    this.effects.push({ type: "refuse", peer, code });
  }

  /** Changes the seat and tells every viewer if that is another state for them. */
  turn(seat: Seat): void {
    const changed = seat.state !== this.seat.state;
    this.seat = seat;
    if (!changed) return;
    this.since = this.now;
    for (const peer of this.viewers.keys()) {
      this.tellViewer(peer, { type: "state", state: seat.state });
    }
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
