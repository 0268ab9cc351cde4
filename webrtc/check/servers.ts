/** Whether the ICE servers answer: each of their URLs is tried by itself. */
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";
import { within } from "@/common/until.ts";
import { gather, type Gathered } from "./gather.ts";
import type { ServerAnswer, ServerFinding } from "./report.ts";

/** Who has not answered for so long is silent, in milliseconds. */
const PATIENCE = 5_000;

/** All at a time; each ends by itself, or with the signal. */
export function tryServers(
  signal: AbortSignal,
  servers: readonly IceServer[],
): Promise<ServerFinding[]> {
  return Promise.all(
    servers.flatMap(({ urls, ...login }) =>
      urls.map((url) =>
        within(signal, PATIENCE, (signal) => tryServer(signal, { urls: [url], ...login }, url))
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
  if (isTurn) return errors.some(isServersOwn) ? "refused" : "silent";
  // An address that looks the same from outside is no candidate of its own (RFC 8445, 5.1.3): then the server has answered
  // if nothing is waited for any more, nothing went wrong, and there was something to ask it with.
  const asked = candidates.some(({ protocol }) => protocol === "udp");
  return complete && asked && errors.length === 0 ? "answers" : "silent";
}

/** 701 is the browser's own: nobody answered (WebRTC, 4.8.3). */
function isServersOwn(code: number): boolean {
  return code >= 300 && code < 700;
}
