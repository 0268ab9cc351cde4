/** The hub's interface to a transport: a WebSocket, or an HTTP join that a socket takes over. */
import type { Hello } from "../protocol/client_messages.ts";
import type { CloseReason } from "../protocol/close_codes.ts";
import type { ServerMessage } from "../protocol/server_messages.ts";

/** The two messages of the heartbeat. */
export const BEAT = { ping: { type: "ping" }, pong: { type: "pong" } } as const;
export type Beat = (typeof BEAT)[keyof typeof BEAT];

/** How the server detects that a peer has vanished. */
export type Liveness =
  /** The hub pings it, and closes it after too long a silence. */
  | "heartbeat"
  /** The transport detects it and calls `closed`. */
  | "session";

export interface PeerPort {
  readonly liveness: Liveness;
  /**
   * Sends a message. Equal messages to many peers are one shared object. Never throws.
   * @returns the reason to close the peer, or null
   */
  deliver(message: ServerMessage | Beat): CloseReason | null;
  /** Starts closing; the transport calls `closed` when it is done. Never throws. */
  close(reason: CloseReason): void;
  /** Returns the buffered messages to the socket that takes over, and empties the buffer; null if no socket may take over. */
  takeBuffered(): readonly ServerMessage[] | null;
}

/** `left`: the page closed. `lost`: anything else; the peer may come back. */
export type Departure = "left" | "lost";

/** The methods that a transport calls. They never throw. */
export interface PeerEvents {
  /** The first message, if the transport has parsed it. */
  hello(hello: Hello): void;
  /** An unparsed message. */
  message(data: unknown): void;
  /** A ping or pong of the transport itself: a sign of life that counts towards the message rate. */
  control(): void;
  closed(departure: Departure): void;
}
