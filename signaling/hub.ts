/** Owns the rooms, the sockets, the clock and the ids: lets peers in, passes on what they say, does what rooms decide. */
import { randomBytes } from "node:crypto";
import { getLogger } from "@logtape/logtape";
import type { Access } from "./access.ts";
import { type Clock, SYSTEM_CLOCK } from "./clock.ts";
import {
  Connection,
  isInRoom,
  type Listener,
  type Phase,
  type ServerSocket,
  type SocketEvents,
} from "./connection.ts";
import { drain } from "./drain.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { Relays } from "./ice.ts";
import {
  type CloseReason,
  type ErrorCode,
  ERRORS,
  HEARTBEAT,
  type Hello,
  isInputError,
  LIMITS,
  NO_DESCRIPTION,
  parseBroadcasterMessage,
  parseHello,
  parseViewerMessage,
  PING,
  PONG,
  type ServerMessage,
} from "./protocol.ts";
import { outlook } from "./room_line.ts";
import type { Effect, PeerId, RoomLimits, Welcome } from "./room_model.ts";
import { Rooms } from "./rooms.ts";
import type { StreamInfo } from "./stream_info.ts";

const log = getLogger(["tuila", "hub"]);

export interface HubOptions {
  readonly access: Access;
  readonly clock?: Clock;
  readonly roomLimits: RoomLimits;
  /** How many streams, and how many sockets, this server holds at a time. */
  readonly maxStreams: number;
  readonly maxSockets: number;
  /** Relays that each peer which is let in gets credentials of its own for. */
  readonly relays?: Relays | null;
}

/** A browser closes the sockets of a page that goes away with this code (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;

export class Hub {
  readonly #access: Access;
  readonly #clock: Clock;
  readonly #limits: RoomLimits;
  readonly #maxStreams: number;
  readonly #maxSockets: number;
  readonly #relays: Relays | null;
  readonly #startedAt: number;
  readonly #rooms: Rooms;
  readonly #listener: Listener = {
    message: (connection, data) => this.#guard(connection, () => this.#receive(connection, data)),
    closed: (connection, code) => this.#guard(connection, () => this.#closed(connection, code)),
  };
  /** Everyone whose socket is open. */
  readonly #connections: Heartbeat;
  /** The open connection of each peer that is present. */
  readonly #peers = new Map<PeerId, Connection>();
  /** The message that was written out last. */
  #written: { readonly message: ServerMessage; readonly text: string } | null = null;
  #stopped = false;

  constructor(options: HubOptions) {
    this.#access = options.access;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#limits = options.roomLimits;
    this.#maxStreams = options.maxStreams;
    this.#maxSockets = options.maxSockets;
    this.#relays = options.relays ?? null;
    this.#startedAt = this.#clock.now();
    this.#connections = new Heartbeat(
      this.#clock,
      (connection) => this.#guard(connection, () => this.#look(connection)),
    );
    this.#rooms = new Rooms({
      clock: this.#clock,
      limits: this.#limits,
      carryOut: (stream, effect) => this.#carryOut(stream, effect),
    });
  }

  /** Whether no further socket should be upgraded. */
  get isFull(): boolean {
    return this.#stopped || this.#connections.size >= this.#maxSockets;
  }

  /** Whether everyone is let go. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** What the hub holds, for those who watch over it. */
  get counts(): { rooms: number; sockets: number; peers: number; timers: number } {
    const hellos = [...this.#connections].filter(({ phase }) => phase.name === "hello");
    return {
      rooms: this.#rooms.size,
      sockets: this.#connections.size,
      peers: this.#peers.size,
      timers: this.#rooms.timers + hellos.length + Number(this.#connections.isOn),
    };
  }

  /** The streams that somebody broadcasts, or may come back to. */
  streams(): StreamInfo[] {
    const now = this.#clock.now();
    return this.#rooms.onAir().map((room) => ({
      stream: room.stream,
      title: room.description.title,
      state: room.seat.state,
      viewers: outlook(room).count,
      since: new Date(room.since).toISOString(),
      elapsed: now - room.since,
    }));
  }

  /** A stream on the air that whoever asks for this one may have meant. */
  findAlike(stream: string): string | null {
    return this.#rooms.findAlike(stream);
  }

  /**
   * Takes an open socket.
   * @param watchesOnly whether its peer may watch, and nothing else
   */
  connect(socket: ServerSocket, watchesOnly = false): SocketEvents {
    const now = this.#clock.now();
    const cancelTimeout = this.#clock.after(
      LIMITS.helloTimeout,
      () => this.#guard(connection, () => this.#close(connection, "helloTimeout")),
    );
    const phase = { name: "hello", cancelTimeout, watchesOnly } as const;
    const connection = new Connection(socket, this.#listener, now, phase);
    this.#connections.add(connection);
    if (this.#stopped) this.#close(connection, "stopping");
    return connection;
  }

  /** Lets everyone go. The rooms are forgotten, and rebuilt at the next server by those who come back. */
  drain(): Promise<void> {
    this.#stopped = true;
    return drain([...this.#connections], this.#clock, {
      shut: (connection) => this.#shut(connection, "stopping"),
      allShut: () => this.#rooms.clear(),
    });
  }

  /** Pings who is in, and ends the socket of one that has not been heard for too long. */
  #look(connection: Connection): void {
    if (connection.phase.name !== "joined") return;
    const now = this.#clock.now();
    if (connection.isSilent(now)) return this.#close(connection, "silent");
    this.#sendText(connection, PING);
    // Looked at once an interval: what would be late by the next look, is due by now.
    const isDue = now + HEARTBEAT.interval > connection.renewRelaysAt;
    if (isDue) this.#giveRelays(connection);
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
    if (!connection.mayReceive(this.#clock.now())) {
      return this.#close(connection, "tooManyMessages");
    }
    if (phase.name === "hello") {
      const hello = parseHello(data);
      if (!hello.ok) return this.#reject(connection, hello.code);
      if (phase.watchesOnly && !this.#isViewers(hello.message)) {
        return this.#reject(connection, "bad-message");
      }
      phase.cancelTimeout();
      return this.#join(connection, hello.message);
    }
    if (data === PONG) return; // being heard is all that it is for
    if (data === PING) return this.#sendText(connection, PONG);
    const { stream, peer } = phase;
    if (phase.role === "viewer") {
      const parsed = parseViewerMessage(data);
      if (!parsed.ok) return this.#reject(connection, parsed.code);
      this.#rooms.dispatch(stream, { type: "viewer", peer, message: parsed.message });
    } else {
      const parsed = parseBroadcasterMessage(data);
      if (!parsed.ok) return this.#reject(connection, parsed.code);
      this.#rooms.dispatch(stream, { type: "broadcaster", peer, message: parsed.message });
    }
  }

  #isViewers(hello: Hello): boolean {
    if (hello.type === "publish") return false;
    return hello.type === "watch" || this.#access.readTicket(hello.ticket)?.role !== "broadcaster";
  }

  #join(connection: Connection, hello: Hello): void {
    switch (hello.type) {
      case "publish": {
        const { stream, description = NO_DESCRIPTION } = hello;
        if (!this.#hasSeat(stream)) return this.#refuse(connection, "server-full");
        const peer = this.#newPeer();
        const claim = this.#access.claimSeat(stream, hello.key, peer);
        if (!claim.ok) return this.#refuse(connection, claim.code);
        this.#enter(connection, { stream, peer, role: "broadcaster", key: claim.key });
        return this.#rooms.dispatch(stream, { type: "publish", peer, description });
      }
      case "watch": {
        const { stream, offer } = hello;
        if (!this.#hasRoom(stream)) return this.#refuse(connection, "server-full");
        const peer = this.#newPeer();
        this.#enter(connection, { stream, peer, role: "viewer", key: null });
        return this.#rooms.dispatch(stream, { type: "watch", peer, offer });
      }
      case "resume": {
        const known = this.#access.readTicket(hello.ticket);
        if (known === undefined) {
          return this.#refuse(connection, "ticket-refused");
        }
        const { stream, peer, role } = known;
        if (role === "broadcaster" && !this.#access.resumeSeat(stream, peer)) {
          return this.#refuse(connection, "ticket-refused");
        }
        const rebuild = this.#clock.now() - this.#startedAt <= this.#limits.broadcasterWindow;
        if (!this.#hasRoom(stream)) return this.#refuse(connection, "server-full");
        const older = this.#peers.get(peer);
        if (older !== undefined) {
          this.#shut(older, "replaced");
          this.#rooms.dispatch(stream, { type: "away", peer }); // what was sent there may be lost
        }
        this.#enter(connection, { stream, peer, role, key: null });
        const { negotiation, linked, description = NO_DESCRIPTION } = hello;
        return this.#rooms.dispatch(stream, {
          type: "resume",
          role,
          peer,
          negotiation,
          linked,
          rebuild,
          description,
        });
      }
      case "attach":
        return this.#attach(connection, hello.ticket);
      default:
        return hello satisfies never;
    }
  }

  /** The socket of a viewer whose `watch` came ahead of it. Its room hears nothing of that. */
  #attach(connection: Connection, ticket: string): void {
    const known = this.#access.readTicket(ticket);
    const ahead = known && this.#peers.get(known.peer);
    const kept = ahead?.takeKept();
    if (ahead?.phase.name !== "joined" || !kept) return this.#refuse(connection, "ticket-refused");
    connection.phase = ahead.phase;
    connection.renewRelaysAt = ahead.renewRelaysAt;
    this.#peers.set(ahead.phase.peer, connection);
    this.#shut(ahead, "normal");
    for (const text of kept) this.#sendText(connection, text);
  }

  #newPeer(): PeerId {
    return randomBytes(12).toString("base64url");
  }

  /** Whether there is a room, or one may be made: as many as there may be sockets, each waiting for another stream. */
  #hasRoom(stream: string): boolean {
    return this.#rooms.has(stream) || this.#rooms.size < this.#maxSockets;
  }

  /** Whether the stream is on the air, or one more may be. Streams that are only waited for take nobody's place. */
  #hasSeat(stream: string): boolean {
    return this.#rooms.countOnAir < this.#maxStreams || this.#rooms.isOnAir(stream);
  }

  /** Makes a connection the peer's. Its room decides next. */
  #enter(connection: Connection, as: Omit<Extract<Phase, { name: "entering" }>, "name">): void {
    connection.phase = { name: "entering", ...as };
    this.#peers.set(as.peer, connection);
  }

  /** Its room admitted it: adds what a room does not know, and forgets the key. */
  #admit(connection: Connection, welcome: Welcome): void {
    if (connection.phase.name !== "entering") return;
    const { stream, peer, role, key } = connection.phase;
    connection.phase = { name: "joined", stream, peer, role };
    this.#giveRelays(connection); // before it makes its first link
    const ticket = this.#access.issueTicket({ stream, role, peer });
    const message: ServerMessage = welcome.type === "publishing"
      ? { ...welcome, ticket, key }
      : { ...welcome, ticket };
    this.#send(connection, message);
  }

  #carryOut(stream: string, effect: Effect): void {
    switch (effect.type) {
      case "admitted": {
        const connection = this.#peers.get(effect.peer);
        return connection && this.#admit(connection, effect.welcome);
      }
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

  /** Gives a peer fresh credentials for the relays. */
  #giveRelays(connection: Connection): void {
    if (this.#relays === null || connection.phase.name !== "joined") return;
    connection.renewRelaysAt = this.#clock.now() + this.#relays.renewedAfter;
    const servers = this.#relays.of(connection.phase.peer);
    this.#send(connection, { type: "ice-servers", servers });
  }

  #send(connection: Connection, message: ServerMessage): void {
    // What goes to many is one object: see `Effect`.
    if (this.#written?.message !== message) {
      this.#written = { message, text: JSON.stringify(message) };
    }
    this.#sendText(connection, this.#written.text);
  }

  #sendText(connection: Connection, text: string): void {
    const problem = connection.send(text);
    if (problem !== null) this.#close(connection, problem);
  }

  /** Says what is wrong with a message; bad input counts towards the end of the socket. */
  #reject(connection: Connection, code: ErrorCode): void {
    this.#send(connection, { type: "error", code, message: ERRORS[code] });
    if (isInputError(code) && connection.strike()) this.#close(connection, "badInput");
  }

  /** Does not let a peer in, or not any more. */
  #refuse(connection: Connection, code: ErrorCode): void {
    this.#send(connection, { type: "error", code, message: ERRORS[code] });
    this.#shut(connection, "refused");
  }

  /** Closes a socket whose peer stays in its room for a while. */
  #close(connection: Connection, reason: CloseReason): void {
    const { phase } = connection;
    this.#shut(connection, reason);
    if (isInRoom(phase)) {
      const since = connection.heardAt; // a socket that fell silent went when it did
      this.#rooms.dispatch(phase.stream, { type: "away", peer: phase.peer, since });
    }
  }

  /** Closes a socket and forgets it, without a word to its room. */
  #shut(connection: Connection, reason: CloseReason): void {
    if (this.#forget(connection)) connection.close(reason);
  }

  #closed(connection: Connection, code: number): void {
    const { phase } = connection;
    if (!this.#forget(connection) || !isInRoom(phase)) return;
    const { stream, peer, role } = phase;
    // A viewer's page that went away is gone; a broadcaster's may be reloading.
    this.#rooms.dispatch(
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
    if (isInRoom(phase) && this.#peers.get(phase.peer) === connection) {
      this.#peers.delete(phase.peer);
    }
    connection.phase = { name: "closed" };
    return this.#connections.delete(connection);
  }
}
