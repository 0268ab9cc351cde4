/** One socket as the hub holds it: whose it is, what it may still do, and how it is spoken to. */
import { getLogger } from "@logtape/logtape";
import { CLOSE, type CloseReason, HEARTBEAT, LIMITS, utf8Exceeds } from "./protocol.ts";
import { Mailbox } from "./mailbox.ts";
import { RateLimit } from "./rate_limit.ts";
import type { PeerId, Role } from "./room_model.ts";

const log = getLogger(["tuila", "connection"]);

/** What the hub needs of a socket. */
export interface ServerSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Bytes given to `send` that the network has not taken yet. */
  readonly bufferedAmount: number;
  readonly isOpen: boolean;
}

export type Phase =
  | {
    readonly name: "hello";
    readonly cancelTimeout: () => void;
    /** Whether its peer may watch, and nothing else. */
    readonly watchesOnly: boolean;
  }
  | {
    /** Its room decides whether to admit it. */
    readonly name: "entering";
    readonly stream: string;
    readonly peer: PeerId;
    readonly role: Role;
    /** The new stream key, at a first claim. */
    readonly key: string | null;
  }
  | {
    readonly name: "joined";
    readonly stream: string;
    readonly peer: PeerId;
    readonly role: Role;
  }
  | { readonly name: "closed" };

/** Whether a room has heard of it. */
export function isInRoom(phase: Phase): phase is Extract<Phase, { readonly role: Role }> {
  return phase.name === "entering" || phase.name === "joined";
}

/** What a socket's owner tells of it. Never throws. */
export interface SocketEvents {
  message(data: unknown): void;
  /** @param code the close code that the other side sent, 1006 if none */
  closed(code: number): void;
}

/** Who is told what happens to connections. */
export interface Listener {
  message(connection: Connection, data: unknown): void;
  closed(connection: Connection, code: number): void;
}

// There is one for each of many thousands: it makes no closures and no promises that it may do without.
export class Connection implements SocketEvents {
  readonly #socket: ServerSocket;
  readonly #listener: Listener;
  readonly #rate: RateLimit;
  #hasEnded = false;
  #tellEnd: (() => void) | null = null;
  #strikes = 0;
  /** When anything came last. */
  heardAt: number;
  /** Where the heartbeat keeps it. */
  slot = 0;
  /** When the credentials for the relays must be followed by others; never, if it was given none. */
  renewRelaysAt = Infinity;

  constructor(socket: ServerSocket, listener: Listener, now: number, public phase: Phase) {
    this.#socket = socket;
    this.#listener = listener;
    this.heardAt = now;
    this.#rate = new RateLimit(LIMITS.messagesPerSecond, LIMITS.messageBurst, now);
  }

  message(data: unknown): void {
    this.#listener.message(this, data);
  }

  closed(code: number): void {
    this.#hasEnded = true;
    this.#tellEnd?.();
    this.#listener.closed(this, code);
  }

  /** Resolves once the socket itself has closed. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#hasEnded) resolve();
      else this.#tellEnd = resolve;
    });
  }

  /** Takes note of a message; whether it is within the rate. */
  mayReceive(now: number): boolean {
    this.heardAt = now;
    return this.#rate.take(now);
  }

  /** Whether nothing was heard for too long, although it was pinged. */
  isSilent(now: number): boolean {
    // Looked at once an interval: what would be too long by the next look, is too long by now.
    return now - this.heardAt > HEARTBEAT.deadAfter - HEARTBEAT.interval;
  }

  /** Counts one message of bad input; whether there have been too many. */
  strike(): boolean {
    return ++this.#strikes >= LIMITS.badMessages;
  }

  /** @returns why the socket must be closed, if it must: a fault of it is not one of whoever made the server speak */
  send(text: string): CloseReason | null {
    const socket = this.#socket;
    if (!socket.isOpen) return null; // its close event is on the way
    if (utf8Exceeds(text, LIMITS.queueBytes - socket.bufferedAmount)) return "readingTooSlow";
    try {
      socket.send(text);
      return null;
    } catch (error) {
      log.error("A socket could not be sent to: {error}", { error });
      return "internal";
    }
  }

  /** What was kept for the peer until its socket is there, once; null where it has one. */
  takeKept(): string[] | null {
    return this.#socket instanceof Mailbox ? this.#socket.take() : null;
  }

  close(reason: CloseReason): void {
    try {
      if (this.#socket.isOpen) this.#socket.close(CLOSE[reason].code, reason);
    } catch (error) {
      log.error("A socket could not be closed: {error}", { error });
    }
  }
}
