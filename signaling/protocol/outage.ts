/** Why a page's socket does not open. A failed socket gives no reason, so the page asks by HTTP. */
import { SUBPROTOCOL } from "./endpoint.ts";

/**
 * - `unreachable`: no answer
 * - `forbidden`: pages of this origin may not connect
 * - `server-full`: the server has no place left
 * - `too-many`: too much came from this network
 * - `server-fault`: the server answers with an error
 * - `server-down`: a proxy answers for a server that is down
 * - `outdated`: the server does not speak this page's sub-protocol
 * - `no-socket`: the server works, but no WebSocket gets through to it
 */
export const OUTAGES = [
  "unreachable",
  "forbidden",
  "server-full",
  "too-many",
  "server-fault",
  "server-down",
  "outdated",
  "no-socket",
] as const;
export type Outage = (typeof OUTAGES)[number];

export function isOutage(name: string): name is Outage {
  return OUTAGES.some((outage) => outage === name);
}

/**
 * The outage that the response to an empty join message indicates.
 * @param protocols the value of `Tuila-Protocols`; null if missing, also when a proxy answers
 */
export function outageOf(status: number, body: string, protocols: string | null): Outage {
  if (status === 429 || (status >= 400 && body.includes('"too-many"'))) return "too-many";
  if (status === 401 || status === 403) return "forbidden";
  if (status < 500) {
    const isSpoken = protocols === null || protocols.split(/, */).includes(SUBPROTOCOL);
    return isSpoken ? "no-socket" : "outdated";
  }
  if (body.includes('"server-full"')) return "server-full";
  return status === 502 || status === 503 || status === 504 ? "server-down" : "server-fault";
}
