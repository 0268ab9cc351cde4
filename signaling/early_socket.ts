/**
 * The socket of a page that is sure to need one, opened as the page's head is read: two round trips that need not wait for
 * the page's scripts. Whoever connects first takes it over.
 */
import { SIGNALING_PATH, SUBPROTOCOL } from "./protocol.ts";

const NAME = "tuilaSocket";

/** The text of a script for the page's head. Without `"`, `&` and `<`: where a page is rendered they are escaped. */
export const EARLY_SOCKET = `${NAME}=new WebSocket(location.origin.replace('http','ws')+` +
  `'${SIGNALING_PATH}','${SUBPROTOCOL}')`;

/** The socket that the page's head opened, once; null if it did not, or the socket did not last. */
export function takeEarlySocket(): WebSocket | null {
  const socket: unknown = Reflect.get(globalThis, NAME);
  if (!(socket instanceof WebSocket)) return null;
  Reflect.deleteProperty(globalThis, NAME);
  if (socket.readyState > WebSocket.OPEN) return null;
  // It is open already: who takes it over hears of that as of any other's.
  if (socket.readyState === WebSocket.OPEN) {
    queueMicrotask(() => socket.onopen?.(new Event("open")));
  }
  return socket;
}
