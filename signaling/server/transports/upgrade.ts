/**
 * Upgrades to `ws` sockets, which bound what a message may hold. The server offers an upgrade with the `info` of its request,
 * so that the request passes the same checks as every other, and the app accepts it.
 */
import type { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
// @ts-types="@types/ws"
import { type WebSocket, WebSocketServer } from "ws";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";

/** What a socket may hold before its message is complete. A browser sends each message in one frame. */
const BOUNDS = {
  // Longer messages than `LIMITS.messageBytes` are refused with a code, much longer ones close the socket with 1009.
  maxPayload: 2 * LIMITS.messageBytes,
  maxFragments: 64,
  maxBufferedChunks: 1_024,
  maxPendingAutoPongs: 2 * LIMITS.messageBurst, // the hub counts pings, and closes before that
  /** Milliseconds from a close frame to the end of the TCP connection, whether or not the peer answers it. */
  closeTimeout: 2_000,
};

const server = new WebSocketServer({
  ...BOUNDS,
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  handleProtocols: () => SUBPROTOCOL,
});

const offers = new WeakMap<object, Upgrade>();

export class Upgrade {
  #isAccepted = false;

  constructor(
    readonly request: IncomingMessage,
    readonly socket: Duplex,
    readonly head: Buffer,
  ) {}

  get isAccepted(): boolean {
    return this.#isAccepted;
  }

  /** Answers the request with 101. Returns what the handler answers, which is not sent. */
  accept(open: (socket: WebSocket) => void): Response {
    this.#isAccepted = true;
    server.handleUpgrade(this.request, this.socket, this.head, open);
    return new Response(null, { status: 204 });
  }
}

/** Offers an upgrade to the handler that is called with this `info`. */
export function offerUpgrade(info: object, upgrade: Upgrade): void {
  offers.set(info, upgrade);
}

/** The upgrade that this server offers with a request's `info`; null: it has sockets of another kind. */
export function offeredUpgrade(info: object): Upgrade | null {
  return offers.get(info) ?? null;
}
