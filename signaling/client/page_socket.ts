/** A page's socket. It may be opened early, while the scripts load or just before a click, to save round trips. */
import type { ClientSocket } from "./signaling_client.ts";
import { EMBED_PASS, SIGNALING_PATH, SUBPROTOCOL } from "../protocol/endpoint.ts";

/** A socket that was opened before there is a client. */
export interface EarlySocket {
  readonly socket: WebSocket;
  /** Resolves when it is open. */
  readonly opened: Promise<unknown>;
  /** The messages that the server has sent so far. */
  readonly received: string[];
  /** Resolves when the hello has been sent, over the socket or by HTTP; null: it is not being sent. */
  helloSent: Promise<void> | null;
}

export function openSocket(): WebSocket {
  const url = new URL(SIGNALING_PATH, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const pass = document.querySelector<HTMLMetaElement>(`meta[name=${EMBED_PASS}]`)?.content;
  return new WebSocket(url, pass === undefined ? SUBPROTOCOL : [SUBPROTOCOL, pass]);
}

/**
 * Takes over an early socket. Its `open` event comes when the hello can be sent or has been sent. After a hello by HTTP the
 * socket itself may open later.
 */
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
      // Pass on the messages received so far like any other.
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
