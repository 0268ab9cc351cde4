/** Why a page's socket does not open: a socket that fails tells nothing, so the page asks once more, by HTTP. */
import { SUBPROTOCOL } from "./endpoint.ts";

/**
 * - `unreachable`: nobody answered
 * - `forbidden`: pages of this origin may not connect
 * - `server-full`: it has no place left
 * - `server-fault`: it answers, and cannot
 * - `server-down`: a proxy answers in its place
 * - `outdated`: it does not speak this page's sub-protocol (any more)
 * - `no-socket`: it would let us in, but no WebSocket gets through to it
 */
export const OUTAGES = [
  "unreachable",
  "forbidden",
  "server-full",
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
 * What the answer to a message that says nothing comes to.
 * @param protocols the sub-protocols that the server names; null: it names none, or somebody else answers
 */
export function outageOf(status: number, body: string, protocols: string | null): Outage {
  if (status === 401 || status === 403) return "forbidden";
  if (status < 500) {
    const isSpoken = protocols === null || protocols.split(/, */).includes(SUBPROTOCOL);
    return isSpoken ? "no-socket" : "outdated";
  }
  if (body.includes('"server-full"')) return "server-full";
  return status === 502 || status === 503 || status === 504 ? "server-down" : "server-fault";
}
