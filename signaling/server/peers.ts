/** All connected peers: sends to them, refuses them, closes them, and runs their heartbeat. */
import { getLogger } from "@logtape/logtape";
import { AddressCounts } from "@/common/address_limits.ts";
import type { Clock } from "@/common/clock.ts";
import { type Connection, isInRoom, type Phase } from "./connection.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { TurnCredentials } from "./access/turn_credentials.ts";
import { BEAT, type Beat } from "./peer_port.ts";
import type { CloseReason } from "../protocol/close_codes.ts";
import { type ErrorCode, ERRORS, isStrike } from "../protocol/errors.ts";
import { HEARTBEAT } from "../protocol/limits.ts";
import type { ServerMessage } from "../protocol/server_messages.ts";
import type { PeerId } from "../room/model.ts";

const log = getLogger(["tuila", "peers"]);

export interface PeersOptions {
  readonly clock: Clock;
  readonly turn: TurnCredentials | null;
  /** How many one network address may have. */
  readonly perAddress: number;
  /** Called when a closed peer keeps its place in its room for a while. `since`: when its last message came. */
  readonly away: (stream: string, peer: PeerId, since: number) => void;
}

export class Peers implements Iterable<Connection> {
  readonly #options: PeersOptions;
  /** All connections whose transport is open. */
  readonly #open: Heartbeat;
  /** The connection of each peer that is present in a room. */
  readonly #present = new Map<PeerId, Connection>();
  readonly #counts: AddressCounts;

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#counts = new AddressCounts(options.perAddress);
    const beat = (connection: Connection) => this.guard(connection, () => this.#onBeat(connection));
    this.#open = new Heartbeat(options.clock, beat);
  }

  /** How many are connected. */
  get size(): number {
    return this.#open.size;
  }

  /** How many of them are present in a room. */
  get present(): number {
    return this.#present.size;
  }

  get hasHeartbeat(): boolean {
    return this.#open.isOn;
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.#open[Symbol.iterator]();
  }

  /** Whether one more of this network address may connect. */
  hasRoomFor(address: string): boolean {
    return this.#counts.hasRoom(address);
  }

  add(connection: Connection): void {
    this.#counts.add(connection.address);
    this.#open.add(connection);
  }

  /** The connection of a peer that is present in a room. */
  get(peer: PeerId): Connection | undefined {
    return this.#present.get(peer);
  }

  /** Sets a connection's phase, and makes it the connection of that phase's peer. */
  bind(connection: Connection, phase: Extract<Phase, { readonly peer: PeerId }>): void {
    connection.phase = phase;
    this.#present.set(phase.peer, connection);
  }

  /** Runs a callback. An exception would end the process, so it closes this connection instead. */
  guard(connection: Connection, run: () => void): void {
    try {
      run();
    } catch (error) {
      log.error("A connection was closed after a fault: {error}", { error });
      this.close(connection, "internal");
    }
  }

  send(connection: Connection, message: ServerMessage | Beat): void {
    const problem = connection.port.deliver(message);
    if (problem !== null) this.close(connection, problem);
  }

  /** Sends fresh TURN credentials to a peer that is in a room. */
  sendTurnCredentials(connection: Connection): void {
    const { turn, clock } = this.#options;
    if (turn === null || !isInRoom(connection.phase)) return;
    connection.renewTurnAt = clock.now() + turn.renewedAfter;
    this.send(connection, { type: "ice-servers", servers: turn.of(connection.phase.peer) });
  }

  /** Refuses a message. After too much bad input the connection is closed. */
  reject(connection: Connection, code: ErrorCode): void {
    this.send(connection, { type: "error", code, message: ERRORS[code] });
    const role = isInRoom(connection.phase) ? connection.phase.role : null;
    if (isStrike(code, role) && connection.strike()) this.close(connection, "badInput");
  }

  /**
   * Refuses a peer, or removes one that was admitted.
   * @param retryAfter how long it should wait before it tries again, in milliseconds
   */
  refuse(connection: Connection, code: ErrorCode, retryAfter?: number): void {
    this.send(connection, { type: "error", code, message: ERRORS[code], retryAfter });
    this.closeQuietly(connection, "refused");
  }

  /** Closes a connection whose peer keeps its place in its room for a while. */
  close(connection: Connection, reason: CloseReason): void {
    const { phase } = connection;
    this.closeQuietly(connection, reason);
    // A silent peer counts as away since its last message.
    if (isInRoom(phase)) this.#options.away(phase.stream, phase.peer, connection.lastMessageAt);
  }

  /** Closes a connection without an event for its room. */
  closeQuietly(connection: Connection, reason: CloseReason): void {
    if (this.remove(connection)) connection.port.close(reason);
  }

  /** Returns whether the connection was still known. */
  remove(connection: Connection): boolean {
    const { phase } = connection;
    if (phase.name === "hello" || phase.name === "admitting") phase.cancelTimeout();
    if (isInRoom(phase) && this.#present.get(phase.peer) === connection) {
      this.#present.delete(phase.peer);
    }
    connection.phase = { name: "closed" };
    const wasOpen = this.#open.delete(connection);
    if (wasOpen) this.#counts.leave(connection.address);
    return wasOpen;
  }

  /** Once an interval: closes a silent peer, and renews TURN credentials in time. */
  #onBeat(connection: Connection): void {
    if (connection.phase.name !== "joined") return;
    const now = this.#options.clock.now();
    if (connection.port.liveness === "heartbeat") {
      if (connection.isSilent(now)) return this.close(connection, "silent");
      this.send(connection, BEAT.ping);
    }
    // What would be due before the next beat is due now.
    if (now + HEARTBEAT.interval > connection.renewTurnAt) this.sendTurnCredentials(connection);
  }
}
