/** One peer's connection to the hub, and its phase from hello to closed. */
import type { Inbox } from "./inbox.ts";
import type { Departure, PeerEvents, PeerPort } from "./peer_port.ts";
import type { Hello } from "../protocol/client_messages.ts";
import { HEARTBEAT, LIMITS } from "../protocol/limits.ts";
import { RateLimit } from "@/common/rate_limit.ts";
import type { PeerId, Role } from "../room/model.ts";

export type Phase =
  | {
    readonly name: "hello";
    readonly cancelTimeout: () => void;
    /** Whether this peer may only watch. */
    readonly watchesOnly: boolean;
  }
  | {
    /** `Admission` checks its hello. */
    readonly name: "admitting";
    readonly cancelTimeout: () => void;
    /** Messages that arrive meanwhile. */
    readonly inbox: Inbox;
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

/** Whether its room knows the peer. */
export function isInRoom(phase: Phase): phase is Extract<Phase, { readonly role: Role }> {
  return phase.name === "entering" || phase.name === "joined";
}

/** Receives the events of all connections. */
export interface Listener {
  hello(connection: Connection, hello: Hello): void;
  message(connection: Connection, data: unknown): void;
  control(connection: Connection): void;
  closed(connection: Connection, departure: Departure): void;
}

// A server has many thousands: each avoids closures and promises.
export class Connection implements PeerEvents {
  readonly port: PeerPort;
  /** The network address of the peer. */
  readonly address: string;
  readonly #listener: Listener;
  readonly #rate: RateLimit;
  #hasEnded = false;
  #resolveEnded: (() => void) | null = null;
  #strikes = 0;
  /** When the last message arrived. */
  lastMessageAt: number;
  /** The order of hellos on this server: of two connections of one peer, the later one replaces the other. */
  arrival = 0;
  /** Its index in the heartbeat's slots. */
  heartbeatSlot = 0;
  /** When to send new TURN credentials; Infinity if it has none. */
  renewTurnAt = Infinity;

  constructor(
    port: PeerPort,
    address: string,
    listener: Listener,
    now: number,
    public phase: Phase,
  ) {
    this.port = port;
    this.address = address;
    this.#listener = listener;
    this.lastMessageAt = now;
    this.#rate = new RateLimit(LIMITS.messagesPerSecond, LIMITS.messageBurst, now);
  }

  hello(hello: Hello): void {
    this.#listener.hello(this, hello);
  }

  message(data: unknown): void {
    this.#listener.message(this, data);
  }

  control(): void {
    this.#listener.control(this);
  }

  closed(departure: Departure): void {
    this.#hasEnded = true;
    this.#resolveEnded?.();
    this.#listener.closed(this, departure);
  }

  /** Resolves once its transport has closed. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#hasEnded) resolve();
      else this.#resolveEnded = resolve;
    });
  }

  /** Records a message, and returns whether it is within the rate limit. */
  mayReceive(now: number): boolean {
    this.lastMessageAt = now;
    return this.#rate.take(now);
  }

  /** Whether the peer has been silent for too long. */
  isSilent(now: number): boolean {
    // Called once an interval, so what would be too long by the next call is too long now.
    return now - this.lastMessageAt > HEARTBEAT.deadAfter - HEARTBEAT.interval;
  }

  /** Counts one message of bad input, and returns whether there have been too many. */
  strike(): boolean {
    return ++this.#strikes >= LIMITS.badMessages;
  }
}
