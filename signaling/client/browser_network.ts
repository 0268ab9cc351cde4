/** How a page reaches its server. */
import type { Network } from "./signaling_client.ts";
import { outageOf } from "../protocol/outage.ts";
import { openSocket } from "./page_socket.ts";
import { PROTOCOLS_HEADER, SIGNALING_PATH } from "../protocol/endpoint.ts";

/** Answers at once, and nobody needs to be let in for it. */
const PROBE_PATH = "/healthz";

/**
 * How often to ask anew while nobody answers, in milliseconds. A browser goes on with each connection that it has begun, at
 * most six to a host, and TCP asks for one ever less often (Linux: 11, 19, 35, 67 s after its beginning, until 131 s). Begun
 * too often, all six are soon asking seldom; so far apart, one of the twelve (next line) asks within 3 s of any moment.
 */
const PROBE_EVERY = 11_000;
/**
 * Connections with credentials and without are counted apart: there is room for more of them, by turns. The next of its kind
 * ends the one before: one that was taken over from before the silence never answers, and no other is to be asked through it.
 */
const CREDENTIALS = ["same-origin", "omit"] as const;
/** Who says no does so at once. A failure after so long is TCP's, which gave up asking. */
const REFUSED_WITHIN = 5_000;
/** Who has not said by then why no socket opens is not there. */
const INQUIRY_WITHIN = 2_000;

export const BROWSER_NETWORK: Network = {
  connect: openSocket,

  probe(answered) {
    // `AbortSignal.any` and `timeout` would say it shorter, and are missing in browsers that broadcast well.
    const asking = new Map<RequestCredentials, AbortController>();
    let isOver = false;
    const end = () => {
      isOver = true;
      clearInterval(timer);
      for (const request of asking.values()) request.abort();
    };
    const ask = async (credentials: RequestCredentials) => {
      asking.get(credentials)?.abort();
      const request = new AbortController();
      asking.set(credentials, request);
      const since = performance.now();
      const isThere = await fetch(PROBE_PATH, {
        cache: "no-store",
        method: "HEAD",
        signal: request.signal,
        credentials,
      }).then(
        ({ status }) => status < 500, // 5xx: a proxy's word that there is none behind it
        () => performance.now() - since < REFUSED_WITHIN ? false : null,
      );
      if (isOver || isThere === null) return;
      end();
      answered(isThere);
    };
    let asked = 0;
    const next = () => void ask(CREDENTIALS[asked++ % CREDENTIALS.length]);
    const timer = setInterval(next, PROBE_EVERY);
    next();
    return end;
  },

  inquire(answered) {
    const request = new AbortController();
    let isOver = false;
    const timer = setTimeout(() => request.abort(), INQUIRY_WITHIN);
    const end = () => {
      isOver = true;
      clearTimeout(timer);
      request.abort();
    };
    // As a viewer's first message, whose origin is checked as a socket's is; an empty one lets nobody in, and is answered
    // with the sub-protocols that the server speaks.
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
