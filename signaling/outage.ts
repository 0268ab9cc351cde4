/** Why a page's socket does not open: a socket that fails tells nothing, so the page asks once more, by HTTP. */

/**
 * - `unreachable`: nobody answered
 * - `forbidden`: pages of this origin may not connect
 * - `server-full`: it has no place left
 * - `server-fault`: it answers, and cannot
 * - `server-down`: a proxy answers in its place
 * - `no-socket`: it would let us in, but no WebSocket gets through to it
 */
export const OUTAGES = [
  "unreachable",
  "forbidden",
  "server-full",
  "server-fault",
  "server-down",
  "no-socket",
] as const;
export type Outage = (typeof OUTAGES)[number];

export function isOutage(name: string): name is Outage {
  return OUTAGES.some((outage) => outage === name);
}

/** What the answer to a message that says nothing comes to. */
export function outageOf(status: number, body: string): Outage {
  if (status === 401 || status === 403) return "forbidden";
  if (status < 500) return "no-socket";
  if (body.includes('"server-full"')) return "server-full";
  return status === 502 || status === 503 || status === 504 ? "server-down" : "server-fault";
}
