/** Connects peers and rooms: admits peers, passes their messages to rooms, carries out the effects. */
import type { Access, Admitted } from "./access/access.ts";
import { Admission, roomEvent } from "./admission.ts";
import { networkOf } from "@/common/address_limits.ts";
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
  /** How many live or paused streams, and how many sockets, this server allows. */
  readonly maxStreams: number;
  readonly maxSockets: number;
  /** How many of the sockets one network address may have. */
  readonly socketsPerAddress: number;
  /** TURN servers; each admitted peer gets its own credentials for them. */
  readonly turn?: TurnCredentials | null;
}

/** A new peer. */
export interface ConnectOptions {
  /** Its network address. */
  readonly address: string;
  /** Whether it may only watch. */
  readonly watchesOnly?: boolean;
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
      this.#peers.guard(connection, () => this.#admission.check(connection, hello)),
    message: (connection, data) =>
      this.#peers.guard(connection, () => this.#receive(connection, data)),
    control: (connection) => this.#peers.guard(connection, () => void this.#mayReceive(connection)),
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
      perAddress: options.socketsPerAddress,
      away: (stream, peer, since) => this.#rooms.dispatch(stream, { type: "away", peer, since }),
    });
    this.#admission = new Admission({
      access,
      clock,
      peers,
      hasPlace: (hello, stream) => this.#hasPlace(hello, stream),
      enter: (connection, hello, admitted) => this.#enter(connection, hello, admitted),
      receive: (connection, data) => this.#toRoom(connection, data),
    });
  }

  /** Whether this network address may have one more socket. */
  hasRoomFor(address: string): boolean {
    return this.#peers.hasRoomFor(address);
  }

  /** Whether to refuse further sockets. */
  get isFull(): boolean {
    return this.#stopped || this.#peers.size + this.#admission.abandoned >= this.#maxSockets;
  }

  /** Whether the hub is closing, or has closed, all connections. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** What the hub holds, for monitoring. */
  get counts(): { rooms: number; sockets: number; peers: number; timers: number } {
    const timed = [...this.#peers].filter(({ phase }) => "cancelTimeout" in phase);
    return {
      rooms: this.#rooms.size,
      sockets: this.#peers.size,
      peers: this.#peers.present,
      timers: this.#rooms.timers + timed.length + Number(this.#peers.hasHeartbeat),
    };
  }

  /** The streams that are live or paused. */
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

  /** A live or paused stream with a similar name, or null: see `Rooms.findAlike`. */
  findAlike(stream: string): string | null {
    return this.#rooms.findAlike(stream);
  }

  /** Adds a peer whose transport is open. */
  connect(port: PeerPort, { address, watchesOnly = false }: ConnectOptions): PeerEvents {
    const cancelTimeout = this.#clock.after(
      LIMITS.helloTimeout,
      () => this.#peers.guard(connection, () => this.#peers.close(connection, "helloTimeout")),
    );
    const phase = { name: "hello", cancelTimeout, watchesOnly } as const;
    const connection = new Connection(port, address, this.#listener, this.#clock.now(), phase);
    this.#peers.add(connection);
    if (this.#stopped) this.#peers.close(connection, "stopping");
    return connection;
  }

  /** Closes all connections and deletes the rooms. Peers that resume rebuild them on the next server. */
  drain(): Promise<void> {
    this.#stopped = true;
    return drain([...this.#peers], this.#clock, {
      close: (connection) => this.#peers.closeQuietly(connection, "stopping"),
      allClosing: () => this.#rooms.clear(),
      idle: () => this.#admission.idle(),
    });
  }

  #receive(connection: Connection, data: unknown): void {
    if (!this.#mayReceive(connection)) return;
    const { phase } = connection;
    if (phase.name === "admitting") {
      if (!phase.inbox.add(data)) this.#peers.close(connection, "tooManyMessages");
      return;
    }
    if (phase.name !== "hello") return this.#toRoom(connection, data);
    const hello = parseHello(data);
    if (hello.ok) return this.#admission.check(connection, hello.message);
    this.#peers.reject(connection, hello.code);
  }

  /** Counts what a peer sent, and closes the peer if that is too much. Returns whether to handle it. */
  #mayReceive(connection: Connection): boolean {
    if (connection.phase.name === "closed") return false;
    if (connection.mayReceive(this.#clock.now())) return true;
    this.#peers.close(connection, "tooManyMessages");
    return false;
  }

  /** Passes a peer's message to its room. */
  #toRoom(connection: Connection, data: unknown): void {
    const { phase } = connection;
    if (!isInRoom(phase)) return;
    if (data === PONG) return; // `mayReceive` has recorded it
    if (data === PING) return this.#peers.send(connection, BEAT.pong);
    const { stream, peer } = phase;
    if (phase.role === "viewer") {
      const parsed = parseViewerMessage(data);
      if (!parsed.ok) return this.#peers.reject(connection, parsed.code);
      if (parsed.message.type === "leave") this.#access.endTicket(peer);
      this.#rooms.dispatch(stream, { type: "viewer", peer, message: parsed.message });
    } else {
      const parsed = parseBroadcasterMessage(data);
      if (!parsed.ok) return this.#peers.reject(connection, parsed.code);
      this.#rooms.dispatch(stream, { type: "broadcaster", peer, message: parsed.message });
    }
  }

  #hasPlace({ type }: Hello, stream: string): boolean {
    if (type === "attach") return true; // it has a place already
    if (type === "publish") return this.#mayBroadcast(stream);
    // Each socket may wait for a different stream.
    return this.#rooms.has(stream) || this.#rooms.size < this.#maxSockets;
  }

  /** Whether the stream is live or paused, or one more may be. Rooms without a broadcast do not count. */
  #mayBroadcast(stream: string): boolean {
    return this.#rooms.countOnAir < this.#maxStreams || this.#rooms.isOnAir(stream);
  }

  /** Passes a checked peer to its room, which admits or refuses it. */
  #enter(connection: Connection, hello: Hello, { stream, peer, role, key }: Admitted): void {
    if (hello.type === "attach") return this.#attach(connection, peer);
    const other = this.#peers.get(peer);
    if (other !== undefined) {
      // The checks of two sockets of one peer may end in any order.
      if (other.arrival > connection.arrival) {
        return this.#peers.closeQuietly(connection, "replaced");
      }
      this.#peers.closeQuietly(other, "replaced");
      this.#rooms.dispatch(stream, { type: "away", peer }); // messages sent to the old socket may be lost
    }
    this.#peers.bind(connection, { name: "entering", stream, peer, role, key });
    const rebuild = this.#clock.now() - this.#startedAt <= this.#limits.broadcasterWindow;
    this.#rooms.dispatch(
      stream,
      roomEvent(hello, { peer, role, rebuild, network: networkOf(connection.address) }),
    );
  }

  /** Replaces the pending peer of a `watch` by HTTP with the viewer's socket. The room gets no event. */
  #attach(connection: Connection, peer: PeerId): void {
    const pending = this.#peers.get(peer);
    const buffered = pending?.port.takeBuffered() ?? null;
    if (pending?.phase.name !== "joined" || buffered === null) {
      return this.#peers.refuse(connection, "ticket-refused");
    }
    connection.renewTurnAt = pending.renewTurnAt;
    this.#peers.bind(connection, pending.phase);
    this.#peers.closeQuietly(pending, "normal");
    for (const message of buffered) this.#peers.send(connection, message);
  }

  /** Sends the welcome of an admitted peer, with the ticket and key, which rooms do not know. */
  #welcome(connection: Connection, welcome: Welcome): void {
    if (connection.phase.name !== "entering") return;
    const { stream, peer, role, key } = connection.phase;
    connection.phase = { name: "joined", stream, peer, role };
    if (role === "broadcaster") this.#access.takeSeat(stream, peer);
    this.#peers.sendTurnCredentials(connection); // before its first answer
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
        return this.#peers.closeQuietly(connection, effect.reason);
      default:
        return effect satisfies never;
    }
  }

  #closed(connection: Connection, departure: Departure): void {
    const { phase } = connection;
    if (!this.#peers.remove(connection) || !isInRoom(phase)) return;
    const { stream, peer, role } = phase;
    // A viewer whose page closed has left; a broadcaster may be reloading its page.
    this.#rooms.dispatch(
      stream,
      role === "viewer" && departure === "left"
        ? { type: "viewer", peer, message: { type: "leave" } }
        : { type: "away", peer },
    );
  }
}
