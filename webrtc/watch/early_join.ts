/**
 * A socket and a connection that were opened before the session exists: by the page's head while the scripts load
 * (`head_script.ts`), or by a player just before a click (`prewarm.ts`). The session takes over both, once.
 */
import type { ClientSocket } from "@/signaling/client/signaling_client.ts";
import { type EarlySocket, TakenSocket } from "@/signaling/client/page_socket.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";

/** The negotiation number of the offer that the page's head makes. */
export const FIRST_NEGOTIATION = 1;

export interface EarlyJoin extends EarlySocket {
  /** null: not made yet, or its first offer must wait for TURN servers. */
  connection: EarlyConnection | null;
}

export interface EarlyConnection {
  readonly connection: RTCPeerConnection;
  /** Resolves when the local description is set. */
  readonly described: Promise<void>;
  /** Local candidates that were found after the offer was sent, and are not sent yet. */
  readonly candidates: RTCIceCandidate[];
  /** null until the answer comes. Resolves when it has been applied, rejects if it does not fit the offer. */
  answered: Promise<void> | null;
  /** Resolves when the answer has been applied, or is not expected soon. */
  readonly settled: Promise<void>;
}

declare global {
  var tuilaEarlyJoin: EarlyJoin | undefined;
}

/** The parts of an early join that a session can use. */
export interface Handover {
  readonly socket?: ClientSocket;
  readonly connection?: EarlyConnection | null;
}

export function takeEarlyJoin(page: { tuilaEarlyJoin?: EarlyJoin } = globalThis): Handover {
  const early = page.tuilaEarlyJoin;
  page.tuilaEarlyJoin = undefined;
  if (early === undefined) return {};
  const { socket, helloSent, connection } = early;
  if (socket.readyState <= WebSocket.OPEN) return { socket: new TakenSocket(early), connection };
  if (helloSent === null) return { connection };
  // The server knows this connection as the link of a peer whose ticket is lost. A new peer must not offer it again.
  connection?.connection.close();
  return {};
}

/** Whether the page's own settings suffice for the first offer. TURN credentials come only after admission. */
export function canOfferEarly({ policy, hasTurn }: IceSettings): boolean {
  return policy === "all" && !hasTurn;
}

/** How long the page's scripts wait for the answer to the head's offer, in milliseconds. */
const ANSWER_TIMEOUT = 400;

/**
 * Resolves when the answer to the head's offer has been applied, or is not worth waiting for. After that the link connects
 * while the page's scripts run. Before that the scripts would block it, because they occupy the main thread without a break.
 */
export async function awaitEarlyAnswer(): Promise<void> {
  const settled = globalThis.tuilaEarlyJoin?.connection?.settled;
  if (settled === undefined) return;
  await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, ANSWER_TIMEOUT))]);
}
