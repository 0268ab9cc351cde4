/** Everyone who is connected: who they are, what they are told, and how they are let go. */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/common/clock.ts";
import { type Connection, isInRoom, type Phase } from "./connection.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { TurnCredentials } from "./access/turn_credentials.ts";
import { BEAT, type Beat } from "./peer_port.ts";
import type { CloseReason } from "../protocol/close_codes.ts";
import { type ErrorCode, ERRORS, isInputError } from "../protocol/errors.ts";
import { HEARTBEAT } from "../protocol/limits.ts";
import type { ServerMessage } from "../protocol/server_messages.ts";
import type { PeerId } from "../room/model.ts";

const log = getLogger(["tuila", "peers"]);

export interface PeersOptions {
  readonly clock: Clock;
  readonly turn: TurnCredentials | null;
  /** Called when a peer is let go that stays in its room for a while. `since`: when it was heard last. */
  readonly away: (stream: string, peer: PeerId, since: number) => void;
}

export class Peers implements Iterable<Connection> {
  readonly #options: PeersOptions;
  /** Everyone whose transport is open. */
  readonly #open: Heartbeat;
  /** The open connection of each peer that is present in a room. */
  readonly #present = new Map<PeerId, Connection>();

  constructor(options: PeersOptions) {
    this.#options = options;
    const beat = (connection: Connection) => this.guard(connection, () => this.#look(connection));
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

  add(connection: Connection): void {
    this.#open.add(connection);
  }

  /** The connection of a peer that is present. */
  get(peer: PeerId): Connection | undefined {
    return this.#present.get(peer);
  }

  /** Makes a connection the one of the peer that its phase names. */
  become(connection: Connection, phase: Extract<Phase, { readonly peer: PeerId }>): void {
    connection.phase = phase;
    this.#present.set(phase.peer, connection);
  }

  /** An exception in a transport's callback would end the process: it ends that connection instead. */
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

  /** Gives a peer that is in a room fresh TURN credentials. */
  giveTurn(connection: Connection): void {
    const { turn, clock } = this.#options;
    if (turn === null || !isInRoom(connection.phase)) return;
    connection.renewTurnAt = clock.now() + turn.renewedAfter;
    this.send(connection, { type: "ice-servers", servers: turn.of(connection.phase.peer) });
  }

  /** Says what is wrong with a message; bad input counts towards the end of the connection. */
  reject(connection: Connection, code: ErrorCode): void {
    this.send(connection, { type: "error", code, message: ERRORS[code] });
    if (isInputError(code) && connection.strike()) this.close(connection, "badInput");
  }

  /** Does not let a peer in, or not any more. */
  refuse(connection: Connection, code: ErrorCode): void {
    this.send(connection, { type: "error", code, message: ERRORS[code] });
    this.shut(connection, "refused");
  }

  /** Lets a peer go that stays in its room for a while. */
  close(connection: Connection, reason: CloseReason): void {
    const { phase } = connection;
    this.shut(connection, reason);
    // Who fell silent went when it did.
    if (isInRoom(phase)) this.#options.away(phase.stream, phase.peer, connection.heardAt);
  }

  /** Lets a peer go and forgets it, without a word to its room. */
  shut(connection: Connection, reason: CloseReason): void {
    if (this.forget(connection)) connection.port.close(reason);
  }

  /** Whether the connection was still known. */
  forget(connection: Connection): boolean {
    const { phase } = connection;
    if (phase.name === "hello" || phase.name === "admitting") phase.cancelTimeout();
    if (isInRoom(phase) && this.#present.get(phase.peer) === connection) {
      this.#present.delete(phase.peer);
    }
    connection.phase = { name: "closed" };
    return this.#open.delete(connection);
  }

  /** Once an interval: closes who was not heard for too long, and renews TURN credentials in time. */
  #look(connection: Connection): void {
    if (connection.phase.name !== "joined") return;
    const now = this.#options.clock.now();
    if (connection.port.liveness === "heartbeat") {
      if (connection.isSilent(now)) return this.close(connection, "silent");
      this.send(connection, BEAT.ping);
    }
    // Looked at once an interval: what would be late by the next look, is due by now.
    if (now + HEARTBEAT.interval > connection.renewTurnAt) this.giveTurn(connection);
  }
}
