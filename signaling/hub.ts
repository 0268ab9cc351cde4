/**
 * Owns the rooms, the sockets, the timers, the clock and the ids, and runs what the rooms decide. The only caller of a
 * socket's `send` and `close`.
 */
import { randomBytes } from "node:crypto";
import { getLogger } from "@logtape/logtape";
import type { Access } from "./access.ts";
import { type Clock, SYSTEM_CLOCK } from "./clock.ts";
import {
  CLOSE,
  type CloseReason,
  type ErrorCode,
  ERRORS,
  type Hello,
  isInputError,
  LIMITS,
  parseBroadcasterMessage,
  parseHello,
  parseViewerMessage,
  type ServerMessage,
  type StreamState,
} from "./protocol.ts";
import { RateLimit } from "./rate_limit.ts";
import { step } from "./room.ts";
import {
  createRoom,
  deadline,
  type Effect,
  isIdle,
  type PeerId,
  type Role,
  type Room,
  ROOM_LIMITS,
  type RoomEvent,
  type RoomLimits,
} from "./room_model.ts";
import type { ServerSocket } from "./server_socket.ts";

const log = getLogger(["tuila", "hub"]);

export interface HubOptions {
  readonly access: Access;
  readonly clock?: Clock;
  readonly roomLimits?: RoomLimits;
  /** How many streams, and how many sockets, this server holds at a time. */
  readonly maxStreams?: number;
  readonly maxSockets?: number;
}

/** A stream as others may know it. */
export interface StreamInfo {
  readonly stream: string;
  readonly state: StreamState;
  readonly viewers: number;
  /** When it came to that state, ISO 8601. */
  readonly since: string;
}

/** What a socket's owner tells the hub. Never throws. */
export interface SocketEvents {
  message(data: unknown): void;
  /** @param code the close code that the other side sent, 1006 if none */
  closed(code: number): void;
}

/** A browser closes the sockets of a page that goes away with this code (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;

interface HubRoom {
  room: Room;
  timer: { readonly at: number; readonly cancel: () => void } | null;
}

interface Connection {
  readonly socket: ServerSocket;
  readonly rate: RateLimit;
  strikes: number;
  phase:
    | { readonly name: "hello"; readonly cancelTimeout: () => void }
    | {
      readonly name: "joined";
      readonly stream: string;
      readonly peer: PeerId;
      readonly role: Role;
    }
    | { readonly name: "closed" };
}

export class Hub {
  readonly #access: Access;
  readonly #clock: Clock;
  readonly #limits: RoomLimits;
  readonly #maxStreams: number;
  readonly #maxSockets: number;
  readonly #startedAt: number;
  readonly #rooms = new Map<string, HubRoom>();
  readonly #connections = new Set<Connection>();
  /** The open connection of each peer that is present. */
  readonly #peers = new Map<PeerId, Connection>();
  /** Events wait here while one is run, so that a socket closed by an effect does not re-enter its room. */
  readonly #events: { readonly stream: string; readonly event: RoomEvent }[] = [];
  #running = false;
  #stopped = false;

  constructor(options: HubOptions) {
    this.#access = options.access;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#limits = options.roomLimits ?? ROOM_LIMITS;
    this.#maxStreams = options.maxStreams ?? 1_000;
    this.#maxSockets = options.maxSockets ?? 10_000;
    this.#startedAt = this.#clock.now();
  }

  /** Whether no further socket should be upgraded. */
  get isFull(): boolean {
    return this.#stopped || this.#connections.size >= this.#maxSockets;
  }

  /** What the hub holds, for those who watch over it. */
  get counts(): {
    rooms: number;
    sockets: number;
    peers: number;
    timers: number;
  } {
    const rooms = [...this.#rooms.values()];
    const hellos = [...this.#connections].filter(({ phase }) => phase.name === "hello");
    return {
      rooms: rooms.length,
      sockets: this.#connections.size,
      peers: this.#peers.size,
      timers: rooms.filter(({ timer }) => timer !== null).length +
        hellos.length,
    };
  }

  /** The streams that somebody broadcasts, or may come back to. */
  streams(): StreamInfo[] {
    return [...this.#rooms.values()]
      .map(({ room }) => ({
        stream: room.stream,
        state: room.seat.state,
        viewers: room.viewers.size,
        since: new Date(room.since).toISOString(),
      }))
      .filter(({ state }) => state === "live" || state === "paused");
  }

  /** Takes an open socket. */
  connect(socket: ServerSocket): SocketEvents {
    const connection: Connection = {
      socket,
      rate: new RateLimit(LIMITS.messagesPerSecond, LIMITS.messageBurst, this.#clock.now()),
      strikes: 0,
      phase: {
        name: "hello",
        cancelTimeout: this.#clock.after(
          LIMITS.helloTimeout,
          () => this.#guard(connection, () => this.#close(connection, "helloTimeout")),
        ),
      },
    };
    this.#connections.add(connection);
    if (this.#stopped) this.#close(connection, "stopping");
    return {
      message: (data) => this.#guard(connection, () => this.#receive(connection, data)),
      closed: (code) => this.#guard(connection, () => this.#closed(connection, code)),
    };
  }

  /** Closes every socket and forgets every room. Whoever comes back to the next server rebuilds them. */
  stop(): void {
    this.#stopped = true;
    for (const connection of this.#connections) this.#shut(connection, "stopping");
    for (const { timer } of this.#rooms.values()) timer?.cancel();
    this.#rooms.clear();
  }

  /** An exception in a socket's callback would end the process: it ends that socket instead. */
  #guard(connection: Connection, run: () => void): void {
    try {
      run();
    } catch (error) {
      log.error("A socket was closed after a fault: {error}", { error });
      this.#close(connection, "internal");
    }
  }

  #receive(connection: Connection, data: unknown): void {
    const { phase } = connection;
    if (phase.name === "closed") return;
    if (!connection.rate.take(this.#clock.now())) {
      return this.#close(connection, "tooManyMessages");
    }
    if (phase.name === "hello") {
      const hello = parseHello(data);
      if (!hello.ok) return this.#reject(connection, hello.code);
      phase.cancelTimeout();
      return this.#join(connection, hello.message);
    }
    const { stream, peer } = phase;
    if (phase.role === "viewer") {
      const parsed = parseViewerMessage(data);
      if (!parsed.ok) return this.#reject(connection, parsed.code);
      this.#dispatch(stream, { type: "viewer", peer, message: parsed.message });
    } else {
      const parsed = parseBroadcasterMessage(data);
      if (!parsed.ok) return this.#reject(connection, parsed.code);
      this.#dispatch(stream, { type: "broadcaster", peer, message: parsed.message });
    }
  }

  #join(connection: Connection, hello: Hello): void {
    switch (hello.type) {
      case "publish": {
        const { stream } = hello;
        const peer = this.#newPeer();
        if (!this.#hasPlace(stream)) {
          return this.#refuse(connection, "server-full");
        }
        const claim = this.#access.claimSeat(stream, hello.key, peer);
        if (!claim.ok) return this.#refuse(connection, claim.code);
        const ticket = this.#admit(connection, stream, peer, "broadcaster");
        return this.#dispatch(stream, { type: "publish", peer, ticket, key: claim.key });
      }
      case "watch": {
        const { stream, offer } = hello;
        if (!this.#hasPlace(stream)) {
          return this.#refuse(connection, "server-full");
        }
        const peer = this.#newPeer();
        const ticket = this.#admit(connection, stream, peer, "viewer");
        return this.#dispatch(stream, { type: "watch", peer, ticket, offer });
      }
      case "resume": {
        const known = this.#access.readTicket(hello.ticket);
        if (known === undefined) {
          return this.#refuse(connection, "ticket-refused");
        }
        const { stream, peer, role } = known;
        if (role === "broadcaster" && !this.#access.holdsSeat(stream, peer)) {
          return this.#refuse(connection, "ticket-refused");
        }
        const window = role === "viewer"
          ? this.#limits.viewerWindow
          : this.#limits.broadcasterWindow;
        const rebuild = this.#clock.now() - this.#startedAt <= window;
        if (!this.#rooms.has(stream) && !rebuild) {
          return this.#refuse(connection, "ticket-refused");
        }
        if (!this.#hasPlace(stream)) {
          return this.#refuse(connection, "server-full");
        }
        const older = this.#peers.get(peer);
        if (older !== undefined) this.#shut(older, "replaced");
        const ticket = this.#admit(connection, stream, peer, role);
        const { negotiation } = hello;
        return this.#dispatch(stream, { type: "resume", role, peer, ticket, negotiation, rebuild });
      }
      default:
        return hello satisfies never;
    }
  }

  #newPeer(): PeerId {
    return randomBytes(12).toString("base64url");
  }

  #hasPlace(stream: string): boolean {
    return this.#rooms.has(stream) || this.#rooms.size < this.#maxStreams;
  }

  /** Makes a connection the peer's, and its ticket. */
  #admit(connection: Connection, stream: string, peer: PeerId, role: Role): string {
    connection.phase = { name: "joined", stream, peer, role };
    this.#peers.set(peer, connection);
    return this.#access.issueTicket({ stream, role, peer });
  }

  #dispatch(stream: string, event: RoomEvent): void {
    this.#events.push({ stream, event });
    if (this.#running) return;
    this.#running = true;
    try {
      for (
        let next = this.#events.shift();
        next !== undefined;
        next = this.#events.shift()
      ) {
        this.#run(next.stream, next.event);
      }
    } finally {
      this.#running = false;
    }
  }

  #run(stream: string, event: RoomEvent): void {
    const now = this.#clock.now();
    const entry = this.#rooms.get(stream) ??
      { room: createRoom(stream, now), timer: null };
    const before = entry.room.seat.state;
    const { room, effects } = step(entry.room, event, now, this.#limits);
    entry.room = room;
    this.#rooms.set(stream, entry);
    for (const effect of effects) this.#carryOut(stream, effect);
    if (before !== room.seat.state) {
      log.info("{stream} is {state}", { stream, state: room.seat.state });
    }
    this.#schedule(stream, entry);
  }

  #schedule(stream: string, entry: HubRoom): void {
    const at = deadline(entry.room);
    if (entry.timer !== null && entry.timer.at !== at) {
      entry.timer.cancel();
      entry.timer = null;
    }
    if (isIdle(entry.room)) {
      this.#rooms.delete(stream);
    } else if (at !== null && entry.timer === null) {
      const cancel = this.#clock.after(Math.max(0, at - this.#clock.now()), () => {
        entry.timer = null;
        this.#tick(stream);
      });
      entry.timer = { at, cancel };
    }
  }

  #tick(stream: string): void {
    try {
      this.#dispatch(stream, { type: "tick" });
    } catch (error) {
      log.error("A deadline of {stream} failed: {error}", { stream, error });
    }
  }

  #carryOut(stream: string, effect: Effect): void {
    switch (effect.type) {
      case "send": {
        const connection = this.#peers.get(effect.to);
        return connection && this.#send(connection, effect.message);
      }
      case "reject": {
        const connection = this.#peers.get(effect.peer);
        return connection && this.#reject(connection, effect.code);
      }
      case "refuse": {
        const connection = this.#peers.get(effect.peer);
        return connection && this.#refuse(connection, effect.code);
      }
      case "dismiss": {
        const connection = this.#peers.get(effect.peer);
        return connection && this.#shut(connection, effect.reason);
      }
      case "vacate":
        return this.#access.vacateSeat(stream);
      default:
        return effect satisfies never;
    }
  }

  #send(connection: Connection, message: ServerMessage): void {
    const { socket } = connection;
    if (!socket.isOpen) return; // its close event is on the way
    const text = JSON.stringify(message);
    if (socket.bufferedAmount + text.length > LIMITS.queueBytes) {
      return this.#close(connection, "readingTooSlow");
    }
    socket.send(text);
  }

  /** Says what is wrong with a message; bad input counts towards the end of the socket. */
  #reject(connection: Connection, code: ErrorCode): void {
    this.#send(connection, { type: "error", code, message: ERRORS[code] });
    if (isInputError(code) && ++connection.strikes >= LIMITS.badMessages) {
      this.#close(connection, "badInput");
    }
  }

  /** Does not let a peer in. */
  #refuse(connection: Connection, code: ErrorCode): void {
    this.#send(connection, { type: "error", code, message: ERRORS[code] });
    this.#shut(connection, "refused");
  }

  /** Closes a socket whose peer stays in its room for a while. */
  #close(connection: Connection, reason: CloseReason): void {
    const { phase } = connection;
    this.#shut(connection, reason);
    if (phase.name === "joined") {
      this.#dispatch(phase.stream, { type: "away", peer: phase.peer });
    }
  }

  /** Closes a socket and forgets it, without a word to its room. */
  #shut(connection: Connection, reason: CloseReason): void {
    if (!this.#forget(connection)) return;
    const { socket } = connection;
    if (socket.isOpen) socket.close(CLOSE[reason].code, reason);
  }

  #closed(connection: Connection, code: number): void {
    const { phase } = connection;
    if (!this.#forget(connection) || phase.name !== "joined") return;
    const { stream, peer, role } = phase;
    // A viewer's page that went away is gone; a broadcaster's may be reloading.
    this.#dispatch(
      stream,
      role === "viewer" && code === GOING_AWAY
        ? { type: "viewer", peer, message: { type: "leave" } }
        : { type: "away", peer },
    );
  }

  /** Whether the connection was still known. */
  #forget(connection: Connection): boolean {
    const { phase } = connection;
    if (phase.name === "hello") phase.cancelTimeout();
    if (phase.name === "joined" && this.#peers.get(phase.peer) === connection) {
      this.#peers.delete(phase.peer);
    }
    connection.phase = { name: "closed" };
    return this.#connections.delete(connection);
  }
}
