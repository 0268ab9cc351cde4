/** Deno's WebSocket as the hub knows sockets. */
import type { Hub } from "./hub.ts";

/** Hands an upgraded socket to the hub, until it closes. */
export function serveSocket(hub: Hub, socket: WebSocket): void {
  socket.binaryType = "arraybuffer"; // a binary frame is refused: no Blob need be made of it
  socket.addEventListener("open", () => {
    const peer = hub.connect({
      send: (text) => socket.send(text),
      close: (code, reason) => socket.close(code, reason),
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      get isOpen() {
        return socket.readyState === WebSocket.OPEN;
      },
    });
    socket.addEventListener("message", (event: MessageEvent<unknown>) => peer.message(event.data));
    // An error is always followed by a close (HTML, "WebSocket: feedback from the protocol").
    socket.addEventListener("close", (event) => peer.closed(event.code));
  });
}
