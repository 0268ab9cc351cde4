/** The browser's implementation of `Network`. */
import type { Network } from "./signaling_client.ts";
import { outageOf } from "../protocol/outage.ts";
import { openSocket } from "./page_socket.ts";
import { PROTOCOLS_HEADER, SIGNALING_PATH } from "../protocol/endpoint.ts";

/** Answers at once, without admission. */
const PROBE_PATH = "/healthz";

/**
 * The interval between probes while there is no answer, in milliseconds. A browser keeps every connection attempt open, at
 * most six to a host, and TCP resends its SYN ever less often (Linux: 11, 19, 35, 67 s after the first, until 131 s). With
 * frequent probes all six attempts would soon resend rarely. At this interval one of twelve (see below) sends a SYN within
 * 3 s of any moment.
 */
const PROBE_INTERVAL = 11_000;
/**
 * Browsers limit connections with and without credentials separately, so alternating gives twelve attempts. Each probe aborts
 * the previous one of its kind: one that reuses a dead connection never gets an answer, and would take the next with it.
 */
const CREDENTIALS = ["same-origin", "omit"] as const;
/** A refusal comes within this time, in milliseconds. A later failure is a TCP timeout. */
const REFUSAL_TIMEOUT = 5_000;
/** Without an answer for this long, in milliseconds, the server counts as unreachable. */
const INQUIRY_TIMEOUT = 2_000;

export const BROWSER_NETWORK: Network = {
  connect: openSocket,

  probe(answered) {
    // Supported browsers lack `AbortSignal.any` and `AbortSignal.timeout`.
    const requests = new Map<RequestCredentials, AbortController>();
    let isOver = false;
    const end = () => {
      isOver = true;
      clearInterval(timer);
      for (const request of requests.values()) request.abort();
    };
    const send = async (credentials: RequestCredentials) => {
      requests.get(credentials)?.abort();
      const request = new AbortController();
      requests.set(credentials, request);
      const since = performance.now();
      const isThere = await fetch(PROBE_PATH, {
        cache: "no-store",
        method: "HEAD",
        signal: request.signal,
        credentials,
      }).then(
        ({ status }) => status < 500, // 5xx: a proxy says that there is no server behind it
        () => performance.now() - since < REFUSAL_TIMEOUT ? false : null,
      );
      if (isOver || isThere === null) return;
      end();
      answered(isThere);
    };
    let sent = 0;
    const next = () => void send(CREDENTIALS[sent++ % CREDENTIALS.length]);
    const timer = setInterval(next, PROBE_INTERVAL);
    next();
    return end;
  },

  inquire(answered) {
    const request = new AbortController();
    let isOver = false;
    const timer = setTimeout(() => request.abort(), INQUIRY_TIMEOUT);
    const end = () => {
      isOver = true;
      clearTimeout(timer);
      request.abort();
    };
    // Post an empty HTTP join. The server checks its origin as it does a socket's, admits nobody for it, and answers with
    // the sub-protocols that it speaks.
    fetch(SIGNALING_PATH, { method: "POST", body: "", cache: "no-store", signal: request.signal })
      .then(async (response) =>
        outageOf(response.status, await response.text(), response.headers.get(PROTOCOLS_HEADER))
      )
      .catch(() => "unreachable" as const)
      .then((outage) => {
        if (isOver) return;
        end();
        answered(outage);
      });
    return end;
  },
};
