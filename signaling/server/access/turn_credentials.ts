/** TURN credentials for peers, and STUN and TURN URLs. */
import { createHmac } from "node:crypto";
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";

/** TURN servers, and the secret that they share with this server. */
export interface Turn {
  readonly urls: readonly string[];
  readonly secret: string;
  /** How long credentials last, in milliseconds. */
  readonly lifetime: number;
}

/**
 * Credentials of one peer for the TURN servers ("A REST API For Access To TURN Services", draft-uberti-behave-turn-rest:
 * what coturn's `use-auth-secret` takes).
 * @param now milliseconds since 1970; the TURN server's clock may differ by minutes at most
 */
export function turnServer({ urls, secret, lifetime }: Turn, peer: string, now: number): IceServer {
  const expiry = Math.floor((now + lifetime) / 1_000);
  const username = `${expiry}:${peer}`;
  const credential = createHmac("sha1", secret).update(username).digest("base64");
  return { urls: [...urls], username, credential };
}

/** Makes credentials for each peer. */
export class TurnCredentials {
  /** @param now must not stand still while the machine sleeps, because the TURN server's clock does not */
  constructor(readonly turn: Turn, readonly now: () => number) {}

  of(peer: string): IceServer[] {
    return [turnServer(this.turn, peer, this.now())];
  }

  /** After how long to send new credentials, in milliseconds. */
  get renewedAfter(): number {
    return this.turn.lifetime * 0.8;
  }
}

/** The parts of a STUN or TURN URL (RFC 7064, RFC 7065). */
const ICE_URL =
  /^(stuns?|turns?):(\[[\da-f:.]+\]|[a-z\d](?:[a-z\d.-]*[a-z\d])?)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

export type IceScheme = "stun" | "turn";

/** The scheme of a STUN or TURN URL, or undefined. A STUN URL has no transport. */
export function iceScheme(url: string): IceScheme | undefined {
  if (url.length > 512) return undefined;
  const match = ICE_URL.exec(url);
  if (match === null) return undefined;
  const [, scheme, host, port, transport] = match;
  const isTurn = scheme.toLowerCase().startsWith("turn");
  if (!isTurn && transport !== undefined) return undefined;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined;
  if (!host.startsWith("[") && host.split(".").some((label) => !isLabel(label))) return undefined;
  if (host.startsWith("[") && !URL.canParse(`http://${host}`)) return undefined;
  return isTurn ? "turn" : "stun";
}

function isLabel(label: string): boolean {
  return /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label);
}
