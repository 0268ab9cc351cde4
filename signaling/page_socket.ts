/**
 * A page's socket, opened ahead: while the page's scripts are still to come, while somebody is asked for the camera, or about
 * to press play.
 * Those are round trips that need not be waited for. Whoever connects first takes it over.
 */
import type { ClientSocket } from "./client.ts";
import { EMBED_PASS, SIGNALING_PATH, SUBPROTOCOL } from "./protocol.ts";

/** A socket that waits to be taken over. */
export interface SocketAhead {
  readonly socket: WebSocket;
  /** Resolved once it is open. */
  readonly opened: Promise<unknown>;
  /** What the server has said meanwhile. */
  readonly heard: string[];
  /** Resolved once the server has been told hello, on the socket or before it was open; null: nobody is about to. */
  greeting: Promise<void> | null;
}

declare global {
  /** Where a page keeps it. */
  var tuilaSocket: SocketAhead | undefined;
}

/** Opens the socket that will be asked for soon. Where that takes too long, the server closes it, and no harm is done. */
export function openSocketAhead(): SocketAhead {
  takeSocketAhead()?.socket.close();
  return globalThis.tuilaSocket = newSocket();
}

/** The socket that was opened ahead, if it lasted; else another. */
export function pageSocket(): ClientSocket {
  const ahead = takeSocketAhead();
  const lasted = ahead !== null && ahead.socket.readyState <= WebSocket.OPEN;
  return new PageSocket(lasted ? ahead : newSocket());
}

/** Opens once hello may be said, or has been: where that was done ahead, the socket itself may take longer. */
class PageSocket implements ClientSocket {
  onopen: ClientSocket["onopen"] = null;
  onmessage: ClientSocket["onmessage"] = null;
  onclose: ClientSocket["onclose"] = null;
  readonly greeted: boolean;
  readonly #ahead: SocketAhead;

  constructor(ahead: SocketAhead) {
    const { socket, opened, heard, greeting } = this.#ahead = ahead;
    this.greeted = greeting !== null;
    socket.onmessage = ({ data }) => heard.push(data);
    socket.onclose = (event) => this.onclose?.(event);
    (greeting ?? opened).then(() => {
      this.onopen?.(new Event("open"));
      // Whoever takes it over hears of what has happened as of anything else.
      for (const data of heard) this.onmessage?.(new MessageEvent("message", { data }));
      socket.onmessage = (event) => this.onmessage?.(event);
    });
  }

  send(text: string): void {
    const { socket, opened } = this.#ahead;
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
    else opened.then(() => socket.send(text));
  }

  close(): void {
    this.#ahead.socket.close();
  }
}

function newSocket(): SocketAhead {
  const url = new URL(SIGNALING_PATH, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const pass = document.querySelector<HTMLMetaElement>(`meta[name=${EMBED_PASS}]`)?.content;
  const socket = new WebSocket(url, pass === undefined ? SUBPROTOCOL : [SUBPROTOCOL, pass]);
  const opened = new Promise((resolve) => socket.onopen = resolve);
  return { socket, opened, heard: [], greeting: null };
}

function takeSocketAhead(): SocketAhead | null {
  const ahead = globalThis.tuilaSocket ?? null;
  globalThis.tuilaSocket = undefined;
  return ahead;
}
