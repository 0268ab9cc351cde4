/** How a page reaches its server. */
import type { Network } from "./client.ts";
import { SIGNALING_PATH, SUBPROTOCOL } from "./protocol.ts";

/** Answers at once, and nobody needs to be let in for it. */
const KNOCK_PATH = "/healthz";

export const BROWSER_NETWORK: Network = {
  connect() {
    const url = new URL(SIGNALING_PATH, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return new WebSocket(url, SUBPROTOCOL);
  },

  knock(attempt, answered) {
    const stop = new AbortController();
    fetch(KNOCK_PATH, {
      cache: "no-store",
      method: "HEAD",
      signal: stop.signal,
      // A browser keeps what it has begun, at most six connections a host, and counts those with and without credentials
      // apart: by turns, there is room for more of them, and one gets through sooner.
      credentials: attempt % 2 === 0 ? "same-origin" : "omit",
    }).then(
      ({ status }) => answered(status < 500), // 5xx: a proxy's word that there is none behind it
      () => stop.signal.aborted || answered(false),
    );
    return () => stop.abort();
  },
};
