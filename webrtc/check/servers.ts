/** Tests whether the ICE servers answer, each URL by itself. */
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";
import { within } from "@/common/until.ts";
import { gather, type Gathered } from "./gather.ts";
import type { ServerAnswer, ServerFinding } from "./report.ts";

/** A server without an answer after this time counts as silent. In milliseconds. */
const ANSWER_TIMEOUT = 5_000;

/** Tests all at once. Ends by itself, or with the signal. */
export function tryServers(
  signal: AbortSignal,
  servers: readonly IceServer[],
): Promise<ServerFinding[]> {
  return Promise.all(
    servers.flatMap(({ urls, ...login }) =>
      urls.map((url) =>
        within(
          signal,
          ANSWER_TIMEOUT,
          (signal) => tryServer(signal, { urls: [url], ...login }, url),
        )
      )
    ),
  );
}

async function tryServer(
  signal: AbortSignal,
  server: IceServer,
  url: string,
): Promise<ServerFinding> {
  const isTurn = /^turns?:/i.test(url);
  const kind = isTurn ? "relay" : "srflx";
  const since = performance.now();
  const gathered = await gather(
    signal,
    { iceServers: [server], iceTransportPolicy: isTurn ? "relay" : "all" },
    (candidate) => candidate.kind === kind,
  );
  const answer = answerOf(isTurn, gathered);
  return { url, isTurn, answer, took: answer === "answers" ? performance.now() - since : null };
}

export function answerOf(
  isTurn: boolean,
  { candidates, errors, complete }: Gathered,
): ServerAnswer {
  const kind = isTurn ? "relay" : "srflx";
  if (candidates.some((candidate) => candidate.kind === kind)) return "answers";
  if (isTurn) return errors.some(isFromServer) ? "refused" : "silent";
  // Without NAT the reflexive address equals the host address and is no candidate of its own (RFC 8445, 5.1.3). The server
  // has then answered if gathering is complete without errors and a UDP candidate could send requests.
  const hasUdp = candidates.some(({ protocol }) => protocol === "udp");
  return complete && hasUdp && errors.length === 0 ? "answers" : "silent";
}

/** Whether the server sent this error code. 701 is the browser's own: no answer (WebRTC, 4.8.3). */
function isFromServer(code: number): boolean {
  return code >= 300 && code < 700;
}
