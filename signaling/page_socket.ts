/**
 * A page's socket, opened ahead: while the page's scripts are still to come, while somebody is asked for the camera, or about
 * to press play.
 * Those are round trips that need not be waited for. Whoever connects first takes it over.
 */
import { SIGNALING_PATH, SUBPROTOCOL } from "./protocol.ts";

/** A socket that waits to be taken over. */
export interface SocketAhead {
  readonly socket: WebSocket;
  /** What came meanwhile. */
  readonly heard: MessageEvent[];
  /** Whether its first message has been sent. */
  greeted: boolean;
}

/** A page's socket. `greeted`: it was opened ahead, and its first message has been sent already. */
export type PageSocket = WebSocket & { readonly greeted: boolean };

declare global {
  /** Where a page keeps it. */
  var tuilaSocket: SocketAhead | undefined;
}

/** Opens the socket that will be asked for soon. Where that takes too long, the server closes it, and no harm is done. */
export function openSocketAhead(): SocketAhead {
  takeSocketAhead()?.socket.close();
  return globalThis.tuilaSocket = { socket: openSocket(), heard: [], greeted: false };
}

/** The socket that was opened ahead, if it lasted; else another. */
export function pageSocket(): PageSocket {
  const ahead = takeSocketAhead();
  if (ahead === null || ahead.socket.readyState > WebSocket.OPEN) {
    return Object.assign(openSocket(), { greeted: false });
  }
  const { socket, heard, greeted } = ahead;
  socket.onmessage = null;
  socket.onopen = null;
  if (socket.readyState === WebSocket.OPEN) {
    // Whoever takes it over hears of what has happened as of anything else.
    queueMicrotask(() => {
      socket.onopen?.(new Event("open"));
      for (const event of heard) socket.onmessage?.(event);
    });
  }
  return Object.assign(socket, { greeted });
}

function openSocket(): WebSocket {
  const url = new URL(SIGNALING_PATH, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url, SUBPROTOCOL);
}

function takeSocketAhead(): SocketAhead | null {
  const ahead = globalThis.tuilaSocket ?? null;
  globalThis.tuilaSocket = undefined;
  return ahead;
}
