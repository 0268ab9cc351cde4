/**
 * A page's socket, opened ahead: while the page's scripts are still to come, or while somebody is asked for the camera.
 * Those are round trips that need not be waited for. Whoever connects first takes it over.
 */
import { SIGNALING_PATH, SUBPROTOCOL } from "./protocol.ts";

const AHEAD = "tuilaSocket";

/** The text of a script for the page's head. Without `"`, `&` and `<`: where a page is rendered they are escaped. */
export const OPEN_SOCKET = `${AHEAD}=new WebSocket(location.origin.replace('http','ws')+` +
  `'${SIGNALING_PATH}','${SUBPROTOCOL}')`;

/** Opens the socket that will be asked for soon. Where that takes too long, the server closes it, and no harm is done. */
export function openSocketAhead(): void {
  takeSocketAhead()?.close();
  Reflect.set(globalThis, AHEAD, openSocket());
}

/** The socket that was opened ahead, if it lasted; else another. */
export function pageSocket(): WebSocket {
  const socket = takeSocketAhead();
  if (socket === null) return openSocket();
  // It is open already: who takes it over hears of that as of any other's.
  if (socket.readyState === WebSocket.OPEN) {
    queueMicrotask(() => socket.onopen?.(new Event("open")));
  }
  return socket;
}

function openSocket(): WebSocket {
  const url = new URL(SIGNALING_PATH, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url, SUBPROTOCOL);
}

function takeSocketAhead(): WebSocket | null {
  const socket: unknown = Reflect.get(globalThis, AHEAD);
  Reflect.deleteProperty(globalThis, AHEAD);
  return socket instanceof WebSocket && socket.readyState <= WebSocket.OPEN ? socket : null;
}
