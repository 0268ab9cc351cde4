/** A page's traffic with the server, as the browser reports it (DevTools protocol, `Network`). */
import type { Page } from "playwright-core";

export interface Traffic {
  /** Responses with headers, request bodies, and WebSocket messages in both directions. */
  readonly bytes: number;
  /** WebSockets included. */
  readonly requests: number;
}

interface Event {
  /** In the browser's own seconds. */
  readonly at: number;
  readonly bytes: number;
  readonly requests: number;
}

/**
 * Watches a page from its next document on.
 * @returns a function for the traffic up to a time, in `Date.now()`'s milliseconds
 */
export async function watchTraffic(page: Page): Promise<(until: number) => Traffic> {
  const session = await page.context().newCDPSession(page);
  const events: Event[] = [];
  /** Added to the browser's seconds gives seconds since 1970. */
  let offset = 0;
  const add = (at: number, { bytes = 0, requests = 0 }) => events.push({ at, bytes, requests });

  session.on("Network.requestWillBeSent", ({ timestamp, wallTime, request }) => {
    offset = wallTime - timestamp;
    add(timestamp, { requests: 1, bytes: request.postData?.length ?? 0 });
  });
  session.on(
    "Network.loadingFinished",
    ({ timestamp, encodedDataLength }) => add(timestamp, { bytes: encodedDataLength }),
  );
  session.on(
    "Network.webSocketHandshakeResponseReceived",
    ({ timestamp, response }) =>
      add(timestamp, { requests: 1, bytes: response.headersText?.length ?? 0 }),
  );
  for (
    const direction of ["Network.webSocketFrameReceived", "Network.webSocketFrameSent"] as const
  ) {
    session.on(
      direction,
      ({ timestamp, response }) =>
        add(timestamp, { bytes: new TextEncoder().encode(response.payloadData).length }),
    );
  }
  await session.send("Network.enable");
  return (until) => {
    const before = events.filter(({ at }) => (at + offset) * 1_000 <= until);
    return {
      bytes: before.reduce((sum, { bytes }) => sum + bytes, 0),
      requests: before.reduce((sum, { requests }) => sum + requests, 0),
    };
  };
}
