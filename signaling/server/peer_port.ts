/** What carries a peer's messages, as the hub knows it: a WebSocket, or an HTTP exchange that a socket follows. */
import type { Hello } from "../protocol/client_messages.ts";
import type { CloseReason } from "../protocol/close_codes.ts";
import type { ServerMessage } from "../protocol/server_messages.ts";

/** The two messages of the heartbeat. */
export const BEAT = { ping: { type: "ping" }, pong: { type: "pong" } } as const;
export type Beat = (typeof BEAT)[keyof typeof BEAT];

/** How it is noticed that a peer has vanished. */
export type Liveness =
  /** It is pinged, and closed once nothing was heard for too long. */
  | "heartbeat"
  /** Its transport notices, and calls `closed`. */
  | "session";

export interface PeerPort {
  readonly liveness: Liveness;
  /**
   * Sends a message, which is the same object for all who get it. Never throws.
   * @returns why the peer must be closed, if it must
   */
  deliver(message: ServerMessage | Beat): CloseReason | null;
  /** Lets the peer go; `closed` is called once it has gone. Never throws. */
  close(reason: CloseReason): void;
  /** What was kept for the socket that takes over, once; null if no socket may. */
  takeKept(): readonly ServerMessage[] | null;
}

/** `left`: its page went away. `lost`: anything else, and it may come back. */
export type Departure = "left" | "lost";

/** What a transport tells of its peer. Never throws. */
export interface PeerEvents {
  /** The first message, from a transport that has parsed it. */
  hello(hello: Hello): void;
  /** A message as it came. */
  message(data: unknown): void;
  closed(departure: Departure): void;
}
