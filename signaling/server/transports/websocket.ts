/** The WebSocket transport. */
import { getLogger } from "@logtape/logtape";
import type { Hub } from "../hub.ts";
import type { Beat, Departure, Liveness, PeerPort } from "../peer_port.ts";
import { CLOSE, type CloseReason } from "@/signaling/protocol/close_codes.ts";
import { LIMITS, utf8Exceeds } from "@/signaling/protocol/limits.ts";
import type { ServerMessage } from "@/signaling/protocol/server_messages.ts";

const log = getLogger(["tuila", "socket"]);

/** A browser closes the sockets of a page that goes away with this code (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;

/** What is used of a WebSocket. */
export interface Socket {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Bytes given to `send` that the network has not taken yet. */
  readonly bufferedAmount: number;
  readonly readyState: number;
}

/**
 * Hands an upgraded socket to the hub, until it closes.
 * @param watchesOnly whether its peer may watch, and nothing else
 */
export function serveSocket(hub: Hub, socket: WebSocket, watchesOnly = false): void {
  socket.binaryType = "arraybuffer"; // a binary frame is refused: no Blob need be made of it
  const open = () => {
    const peer = hub.connect(new WebSocketPort(socket), watchesOnly);
    socket.addEventListener("message", (event: MessageEvent<unknown>) => peer.message(event.data));
    // An error is always followed by a close (HTML, "WebSocket: feedback from the protocol").
    socket.addEventListener("close", ({ code }) => peer.closed(departure(code)), { once: true });
  };
  socket.addEventListener("open", open, { once: true });
}

/** @param code the close code that the other side sent, 1006 if none */
export function departure(code: number): Departure {
  return code === GOING_AWAY ? "left" : "lost";
}

// There is one for each of many thousands: it makes no closures and no promises.
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
    if (socket.readyState !== WebSocket.OPEN) return null; // its close event is on the way
    const text = write(message);
    if (utf8Exceeds(text, LIMITS.queueBytes - socket.bufferedAmount)) return "readingTooSlow";
    try {
      socket.send(text);
      return null;
    } catch (error) { // no fault of whoever made the server speak
      log.error("A socket could not be sent to: {error}", { error });
      return "internal";
    }
  }

  close(reason: CloseReason): void {
    const socket = this.#socket;
    try {
      if (socket.readyState === WebSocket.OPEN) socket.close(CLOSE[reason].code, reason);
    } catch (error) {
      log.error("A socket could not be closed: {error}", { error });
    }
  }

  takeKept(): null {
    return null;
  }
}

/** The message that was written out last, for the others who get it. */
let last: { readonly message: ServerMessage | Beat; readonly text: string } | null = null;

function write(message: ServerMessage | Beat): string {
  if (last?.message !== message) last = { message, text: JSON.stringify(message) };
  return last.text;
}
