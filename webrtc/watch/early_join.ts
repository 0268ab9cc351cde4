/**
 * What was begun for a session before there was one: by the page's head, while the scripts were still to come, or by a player
 * that somebody is about to start. The session takes it over, whole and once. Two files fill it: `head_script.ts` and
 * `prewarm.ts`.
 */
import type { ClientSocket } from "@/signaling/client/signaling_client.ts";
import { type EarlySocket, TakenSocket } from "@/signaling/client/page_socket.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";

/** The number of the offer that the page's head makes. */
export const FIRST_NEGOTIATION = 1;

export interface EarlyJoin extends EarlySocket {
  /** null: there is none yet, or its first offer must wait for the TURN servers. */
  connection: EarlyConnection | null;
}

export interface EarlyConnection {
  readonly connection: RTCPeerConnection;
  /** Resolved once its offer is there. */
  readonly described: Promise<void>;
  /** What was found after the offer was sent, and not told yet. */
  readonly candidates: RTCIceCandidate[];
  /** Once the answer has come: resolved when it has been applied, rejected if it does not fit. */
  answered: Promise<void> | null;
  /** Resolved once there is an answer or none is to be expected now. */
  readonly settled: Promise<void>;
}

declare global {
  /** Where a page keeps it. */
  var tuilaEarlyJoin: EarlyJoin | undefined;
}

/** What of it a session can go on with. */
export interface Handover {
  readonly socket?: ClientSocket;
  readonly connection?: EarlyConnection | null;
}

/** Takes it over. */
export function take(page: { tuilaEarlyJoin?: EarlyJoin } = globalThis): Handover {
  const early = page.tuilaEarlyJoin;
  page.tuilaEarlyJoin = undefined;
  if (early === undefined) return {};
  const { socket, helloSent, connection } = early;
  if (socket.readyState <= WebSocket.OPEN) return { socket: new TakenSocket(early), connection };
  if (helloSent === null) return { connection };
  // It is linked as a peer that nobody can come back as: whoever comes in anew must not offer it again.
  connection?.connection.close();
  return {};
}

/** Whether the page itself says all that the first offer needs: TURN servers are told once a peer is let in. */
export function canOffer({ policy, hasTurn }: IceSettings): boolean {
  return policy === "all" && !hasTurn;
}

/** What a page gives its head's connection before its scripts go on, in milliseconds. */
const PRECEDENCE = 400;

/**
 * Resolves once the answer to the head's offer has been applied, or needs not be waited for. From then on the link comes
 * about beside the page's scripts; before, it would wait for them, for they leave the page no time between.
 */
export async function earlyAnswer(): Promise<void> {
  const settled = globalThis.tuilaEarlyJoin?.connection?.settled;
  if (settled === undefined) return;
  await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, PRECEDENCE))]);
}
