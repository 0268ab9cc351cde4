/** One peer's connection as the hub holds it: whose it is, and what it may still do. */
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
    /** Whether its peer may watch, and nothing else. */
    readonly watchesOnly: boolean;
  }
  | {
    /** Its hello is checked. */
    readonly name: "admitting";
    readonly cancelTimeout: () => void;
    /** What it says meanwhile. */
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

/** Whether a room has heard of it. */
export function isInRoom(phase: Phase): phase is Extract<Phase, { readonly role: Role }> {
  return phase.name === "entering" || phase.name === "joined";
}

/** Who is told what happens to connections. */
export interface Listener {
  hello(connection: Connection, hello: Hello): void;
  message(connection: Connection, data: unknown): void;
  closed(connection: Connection, departure: Departure): void;
}

// There is one for each of many thousands: it makes no closures and no promises that it may do without.
export class Connection implements PeerEvents {
  readonly port: PeerPort;
  readonly #listener: Listener;
  readonly #rate: RateLimit;
  #hasEnded = false;
  #tellEnd: (() => void) | null = null;
  #strikes = 0;
  /** When anything came last. */
  heardAt: number;
  /** Grows from one hello to the next: of two of one peer, the later one is where that peer is. */
  arrival = 0;
  /** Where the heartbeat keeps it. */
  slot = 0;
  /** When its TURN credentials must be followed by others; never, if it was given none. */
  renewTurnAt = Infinity;

  constructor(port: PeerPort, listener: Listener, now: number, public phase: Phase) {
    this.port = port;
    this.#listener = listener;
    this.heardAt = now;
    this.#rate = new RateLimit(LIMITS.messagesPerSecond, LIMITS.messageBurst, now);
  }

  hello(hello: Hello): void {
    this.#listener.hello(this, hello);
  }

  message(data: unknown): void {
    this.#listener.message(this, data);
  }

  closed(departure: Departure): void {
    this.#hasEnded = true;
    this.#tellEnd?.();
    this.#listener.closed(this, departure);
  }

  /** Resolves once its transport has closed. */
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
}
