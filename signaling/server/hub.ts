/** Where peers and rooms meet: admits peers, passes on what they say, does what rooms decide. */
import type { Access, Admitted } from "./access/access.ts";
import { Admission, roomEvent } from "./admission.ts";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { Connection, isInRoom, type Listener } from "./connection.ts";
import { drain } from "./drain.ts";
import type { TurnCredentials } from "./access/turn_credentials.ts";
import { BEAT, type Departure, type PeerEvents, type PeerPort } from "./peer_port.ts";
import { Peers } from "./peers.ts";
import {
  type Hello,
  parseBroadcasterMessage,
  parseHello,
  parseViewerMessage,
} from "../protocol/client_messages.ts";
import { LIMITS, PING, PONG } from "../protocol/limits.ts";
import type { ServerMessage } from "../protocol/server_messages.ts";
import { countViewers } from "../room/queue.ts";
import type { Effect, PeerId, RoomLimits, Welcome } from "../room/model.ts";
import { Rooms } from "./rooms.ts";
import type { StreamInfo } from "../protocol/stream_info.ts";

export interface HubOptions {
  readonly access: Access;
  readonly clock?: Clock;
  readonly roomLimits: RoomLimits;
  /** How many streams, and how many sockets, this server holds at a time. */
  readonly maxStreams: number;
  readonly maxSockets: number;
  /** TURN servers that each admitted peer gets credentials of its own for. */
  readonly turn?: TurnCredentials | null;
}

export class Hub {
  readonly #access: Access;
  readonly #clock: Clock;
  readonly #limits: RoomLimits;
  readonly #maxStreams: number;
  readonly #maxSockets: number;
  readonly #startedAt: number;
  readonly #rooms: Rooms;
  readonly #peers: Peers;
  readonly #admission: Admission;
  readonly #listener: Listener = {
    hello: (connection, hello) =>
      this.#peers.guard(connection, () => this.#admission.hear(connection, hello)),
    message: (connection, data) =>
      this.#peers.guard(connection, () => this.#receive(connection, data)),
    closed: (connection, departure) =>
      this.#peers.guard(connection, () => this.#closed(connection, departure)),
  };
  #stopped = false;

  constructor(options: HubOptions) {
    const access = this.#access = options.access;
    const clock = this.#clock = options.clock ?? SYSTEM_CLOCK;
    const limits = this.#limits = options.roomLimits;
    this.#maxStreams = options.maxStreams;
    this.#maxSockets = options.maxSockets;
    this.#startedAt = clock.now();
    this.#rooms = new Rooms({
      clock,
      limits,
      carryOut: (stream, effect) => this.#carryOut(stream, effect),
    });
    const peers = this.#peers = new Peers({
      clock,
      turn: options.turn ?? null,
      away: (stream, peer, since) => this.#rooms.dispatch(stream, { type: "away", peer, since }),
    });
    this.#admission = new Admission({
      access,
      clock,
      peers,
      hasPlace: (hello, stream) => this.#hasPlace(hello, stream),
      enter: (connection, hello, admitted) => this.#enter(connection, hello, admitted),
      take: (connection, data) => this.#take(connection, data),
    });
  }

  /** Whether no further socket should be upgraded. */
  get isFull(): boolean {
    return this.#stopped || this.#peers.size + this.#admission.abandoned >= this.#maxSockets;
  }

  /** Whether everyone is let go. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** What the hub holds, for those who watch over it. */
  get counts(): { rooms: number; sockets: number; peers: number; timers: number } {
    const timed = [...this.#peers].filter(({ phase }) => "cancelTimeout" in phase);
    return {
      rooms: this.#rooms.size,
      sockets: this.#peers.size,
      peers: this.#peers.present,
      timers: this.#rooms.timers + timed.length + Number(this.#peers.hasHeartbeat),
    };
  }

  /** The streams that somebody broadcasts, or may come back to. */
  streams(): StreamInfo[] {
    const now = this.#clock.now();
    return this.#rooms.onAir().map((room) => ({
      stream: room.stream,
      title: room.description.title,
      state: room.seat.state,
      viewers: countViewers(room).count,
      since: new Date(room.since).toISOString(),
      elapsed: now - room.since,
    }));
  }

  /** A stream on the air that whoever asks for this one may have meant. */
  findAlike(stream: string): string | null {
    return this.#rooms.findAlike(stream);
  }

  /**
   * Takes a peer whose transport is open.
   * @param watchesOnly whether it may watch, and nothing else
   */
  connect(port: PeerPort, watchesOnly = false): PeerEvents {
    const cancelTimeout = this.#clock.after(
      LIMITS.helloTimeout,
      () => this.#peers.guard(connection, () => this.#peers.close(connection, "helloTimeout")),
    );
    const phase = { name: "hello", cancelTimeout, watchesOnly } as const;
    const connection = new Connection(port, this.#listener, this.#clock.now(), phase);
    this.#peers.add(connection);
    if (this.#stopped) this.#peers.close(connection, "stopping");
    return connection;
  }

  /** Lets everyone go. The rooms are forgotten, and rebuilt at the next server by those who come back. */
  drain(): Promise<void> {
    this.#stopped = true;
    return drain([...this.#peers], this.#clock, {
      shut: (connection) => this.#peers.shut(connection, "stopping"),
      allShut: () => this.#rooms.clear(),
      idle: () => this.#admission.idle(),
    });
  }

  #receive(connection: Connection, data: unknown): void {
    const { phase } = connection;
    if (phase.name === "closed") return;
    if (!connection.mayReceive(this.#clock.now())) {
      return this.#peers.close(connection, "tooManyMessages");
    }
    if (phase.name === "admitting") {
      if (!phase.inbox.add(data)) this.#peers.close(connection, "tooManyMessages");
      return;
    }
    if (phase.name !== "hello") return this.#take(connection, data);
    const hello = parseHello(data);
    if (hello.ok) return this.#admission.hear(connection, hello.message);
    this.#peers.reject(connection, hello.code);
  }

  /** What a peer says in its room. */
  #take(connection: Connection, data: unknown): void {
    const { phase } = connection;
    if (!isInRoom(phase)) return;
    if (data === PONG) return; // being heard is all that it is for
    if (data === PING) return this.#peers.send(connection, BEAT.pong);
    const { stream, peer } = phase;
    if (phase.role === "viewer") {
      const parsed = parseViewerMessage(data);
      if (!parsed.ok) return this.#peers.reject(connection, parsed.code);
      this.#rooms.dispatch(stream, { type: "viewer", peer, message: parsed.message });
    } else {
      const parsed = parseBroadcasterMessage(data);
      if (!parsed.ok) return this.#peers.reject(connection, parsed.code);
      this.#rooms.dispatch(stream, { type: "broadcaster", peer, message: parsed.message });
    }
  }

  #hasPlace({ type }: Hello, stream: string): boolean {
    if (type === "attach") return true; // it is there already
    if (type === "publish") return this.#hasSeat(stream);
    // As many rooms as there may be sockets, each waiting for another stream.
    return this.#rooms.has(stream) || this.#rooms.size < this.#maxSockets;
  }

  /** Whether the stream is on the air, or one more may be. Streams that are only waited for take nobody's place. */
  #hasSeat(stream: string): boolean {
    return this.#rooms.countOnAir < this.#maxStreams || this.#rooms.isOnAir(stream);
  }

  /** Brings a peer to its room, which decides. */
  #enter(connection: Connection, hello: Hello, { stream, peer, role, key }: Admitted): void {
    if (hello.type === "attach") return this.#attach(connection, peer);
    const other = this.#peers.get(peer);
    if (other !== undefined) {
      // The checks of two sockets of one peer may end in any order.
      if (other.arrival > connection.arrival) return this.#peers.shut(connection, "replaced");
      this.#peers.shut(other, "replaced");
      this.#rooms.dispatch(stream, { type: "away", peer }); // what was sent there may be lost
    }
    this.#peers.become(connection, { name: "entering", stream, peer, role, key });
    const rebuild = this.#clock.now() - this.#startedAt <= this.#limits.broadcasterWindow;
    this.#rooms.dispatch(stream, roomEvent(hello, peer, role, rebuild));
  }

  /** The socket of a viewer whose `watch` came by HTTP. Its room hears nothing of that. */
  #attach(connection: Connection, peer: PeerId): void {
    const pending = this.#peers.get(peer);
    const kept = pending?.port.takeKept() ?? null;
    if (pending?.phase.name !== "joined" || kept === null) {
      return this.#peers.refuse(connection, "ticket-refused");
    }
    connection.renewTurnAt = pending.renewTurnAt;
    this.#peers.become(connection, pending.phase);
    this.#peers.shut(pending, "normal");
    for (const message of kept) this.#peers.send(connection, message);
  }

  /** Its room admitted it: tells it so, with the secrets that rooms do not hold. */
  #welcome(connection: Connection, welcome: Welcome): void {
    if (connection.phase.name !== "entering") return;
    const { stream, peer, role, key } = connection.phase;
    connection.phase = { name: "joined", stream, peer, role };
    if (role === "broadcaster") this.#access.takeSeat(stream, peer);
    this.#peers.giveTurn(connection); // before it makes its first link
    const ticket = this.#access.issueTicket({ stream, role, peer });
    const message: ServerMessage = welcome.type === "publishing"
      ? { ...welcome, ticket, key }
      : { ...welcome, ticket };
    this.#peers.send(connection, message);
  }

  #carryOut(stream: string, effect: Effect): void {
    if (effect.type === "vacate") return this.#access.vacateSeat(stream);
    const connection = this.#peers.get(effect.type === "send" ? effect.to : effect.peer);
    if (connection === undefined) return;
    switch (effect.type) {
      case "admitted":
        return this.#welcome(connection, effect.welcome);
      case "send":
        return this.#peers.send(connection, effect.message);
      case "reject":
        return this.#peers.reject(connection, effect.code);
      case "refuse":
        return this.#peers.refuse(connection, effect.code);
      case "dismiss":
        return this.#peers.shut(connection, effect.reason);
      default:
        return effect satisfies never;
    }
  }

  #closed(connection: Connection, departure: Departure): void {
    const { phase } = connection;
    if (!this.#peers.forget(connection) || !isInRoom(phase)) return;
    const { stream, peer, role } = phase;
    // A viewer's page that went away is gone; a broadcaster's may be reloading.
    this.#rooms.dispatch(
      stream,
      role === "viewer" && departure === "left"
        ? { type: "viewer", peer, message: { type: "leave" } }
        : { type: "away", peer },
    );
  }
}
