/**
 * How a page opens its socket: when it is asked for, or ahead of that, while the page's scripts are still to come or somebody
 * is about to press play. Those are round trips that need not be waited for.
 */
import type { ClientSocket } from "./signaling_client.ts";
import { EMBED_PASS, SIGNALING_PATH, SUBPROTOCOL } from "../protocol/endpoint.ts";

/** A socket that waits to be taken over. */
export interface EarlySocket {
  readonly socket: WebSocket;
  /** Resolved once it is open. */
  readonly opened: Promise<unknown>;
  /** What the server has said meanwhile. */
  readonly received: string[];
  /** Resolved once the server has been told hello, on the socket or before it was open; null: nobody is about to. */
  helloSent: Promise<void> | null;
}

export function openSocket(): WebSocket {
  const url = new URL(SIGNALING_PATH, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const pass = document.querySelector<HTMLMetaElement>(`meta[name=${EMBED_PASS}]`)?.content;
  return new WebSocket(url, pass === undefined ? SUBPROTOCOL : [SUBPROTOCOL, pass]);
}

/** Takes over such a socket. Opens once hello may be said, or has been: where that was done ahead, the socket may take longer. */
export class TakenSocket implements ClientSocket {
  onopen: ClientSocket["onopen"] = null;
  onmessage: ClientSocket["onmessage"] = null;
  onclose: ClientSocket["onclose"] = null;
  readonly saidHello: boolean;
  readonly #early: EarlySocket;

  constructor(early: EarlySocket) {
    const { socket, opened, received, helloSent } = this.#early = early;
    this.saidHello = helloSent !== null;
    socket.onmessage = ({ data }) => received.push(data);
    socket.onclose = (event) => this.onclose?.(event);
    (helloSent ?? opened).then(() => {
      this.onopen?.(new Event("open"));
      // Whoever takes it over hears of what has happened as of anything else.
      for (const data of received) this.onmessage?.(new MessageEvent("message", { data }));
      socket.onmessage = (event) => this.onmessage?.(event);
    });
  }

  send(text: string): void {
    const { socket, opened } = this.#early;
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
    else opened.then(() => socket.send(text));
  }

  close(): void {
    this.#early.socket.close();
  }
}
