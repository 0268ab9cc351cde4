/** The WebSocket transport. */
import { getLogger } from "@logtape/logtape";
// @ts-types="@types/ws"
import type { WebSocket as WsSocket } from "ws";
import type { ConnectOptions, Hub } from "../hub.ts";
import type { Beat, Departure, Liveness, PeerPort } from "../peer_port.ts";
import { CLOSE, type CloseReason } from "@/signaling/protocol/close_codes.ts";
import { LIMITS, utf8Exceeds } from "@/signaling/protocol/limits.ts";
import type { ServerMessage } from "@/signaling/protocol/server_messages.ts";

const log = getLogger(["tuila", "socket"]);

/** A browser closes a socket with this code when its page closes (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;

/** The part of WebSocket that is used here. */
export interface Socket {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Bytes given to `send` that the network has not taken yet. */
  readonly bufferedAmount: number;
  readonly readyState: number;
  /** Stops reading. A native WebSocket cannot. */
  pause?(): void;
}

/** Connects an upgraded socket to the hub. */
export function serveSocket(hub: Hub, socket: WebSocket, options: ConnectOptions): void {
  socket.binaryType = "arraybuffer"; // binary frames are refused: avoid creating Blobs
  const open = () => {
    const peer = hub.connect(new WebSocketPort(socket), options);
    socket.addEventListener("message", (event: MessageEvent<unknown>) => peer.message(event.data));
    // An error is always followed by a close (HTML, "WebSocket: feedback from the protocol").
    socket.addEventListener("close", ({ code }) => peer.closed(departure(code)), { once: true });
  };
  socket.addEventListener("open", open, { once: true });
}

/** Connects an open `ws` socket to the hub. */
export function serveWsSocket(hub: Hub, socket: WsSocket, options: ConnectOptions): void {
  const peer = hub.connect(new WebSocketPort(socket), options);
  socket.on("message", (data, isBinary) => peer.message(isBinary ? data : data.toString()));
  socket.on("ping", () => peer.control());
  socket.on("pong", () => peer.control());
  socket.on("error", () => {}); // `close` follows
  socket.on("close", (code) => peer.closed(departure(code)));
}

/** @param code the close code from the other side, 1006 if none */
export function departure(code: number): Departure {
  return code === GOING_AWAY ? "left" : "lost";
}

// A server has many thousands: each avoids closures and promises.
export class WebSocketPort implements PeerPort {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  get liveness(): Liveness {
    return "heartbeat";
  }

  deliver(message: ServerMessage | Beat): CloseReason | null {
    const socket = this.#socket;
    if (socket.readyState !== WebSocket.OPEN) return null; // its close event follows
    const text = serialize(message);
    if (utf8Exceeds(text, LIMITS.queueBytes - socket.bufferedAmount)) return "readingTooSlow";
    try {
      socket.send(text);
      return null;
    } catch (error) { // must not affect the peer whose message caused this one
      log.error("A socket could not be sent to: {error}", { error });
      return "internal";
    }
  }

  close(reason: CloseReason): void {
    const socket = this.#socket;
    try {
      if (socket.readyState === WebSocket.OPEN) socket.close(CLOSE[reason].code, reason);
      if (reason === "tooManyMessages") socket.pause?.(); // parsing more of them would take time from other peers
    } catch (error) {
      log.error("A socket could not be closed: {error}", { error });
    }
  }

  takeBuffered(): null {
    return null;
  }
}

/** The last serialized message, reused when the same object goes to other peers. */
let lastSerialized: { readonly message: ServerMessage | Beat; readonly text: string } | null = null;

function serialize(message: ServerMessage | Beat): string {
  if (lastSerialized?.message !== message) {
    lastSerialized = { message, text: JSON.stringify(message) };
  }
  return lastSerialized.text;
}
