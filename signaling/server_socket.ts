/** Deno's WebSocket as the hub knows sockets. */
import type { ServerSocket } from "./connection.ts";
import type { Hub } from "./hub.ts";

/**
 * Hands an upgraded socket to the hub, until it closes.
 * @param watchesOnly whether its peer may watch, and nothing else
 */
export function serveSocket(hub: Hub, socket: WebSocket, watchesOnly = false): void {
  socket.binaryType = "arraybuffer"; // a binary frame is refused: no Blob need be made of it
  const open = () => {
    const peer = hub.connect(new OpenSocket(socket), watchesOnly);
    socket.addEventListener("message", (event: MessageEvent<unknown>) => peer.message(event.data));
    // An error is always followed by a close (HTML, "WebSocket: feedback from the protocol").
    socket.addEventListener("close", (event) => peer.closed(event.code), { once: true });
  };
  socket.addEventListener("open", open, { once: true });
}

class OpenSocket implements ServerSocket {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }
}
