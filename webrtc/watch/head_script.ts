/**
 * The inline script in the head of a viewer's page. Before the page's scripts are loaded, it opens the socket, makes the
 * connection and asks to watch. The session takes all of it over, with the messages received so far (`early_join.ts`).
 */
import { JOIN_PATH, SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { isWorthSending } from "../link/candidates.ts";
import { Ice } from "../link/ice.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import {
  canOfferEarly,
  type EarlyConnection,
  type EarlyJoin,
  FIRST_NEGOTIATION,
} from "./early_join.ts";
import { removalKey } from "./removal.ts";
import { awaitFirstCandidates, offerToReceive } from "../link/receiving.ts";

/**
 * The text of the script for one stream.
 * @param pass proves that this server made the page; a page without an origin needs it to watch
 */
export function headScript(stream: string, ice: IceSettings, pass?: string): string {
  const hello = { type: "watch", stream, offer: { negotiation: FIRST_NEGOTIATION, sdp: "" } };
  const parameters = [
    SIGNALING_PATH,
    JOIN_PATH,
    pass === undefined ? SUBPROTOCOL : [SUBPROTOCOL, pass],
    canOfferEarly(ice) ? new Ice(ice).viewerConfiguration() : null,
    hello,
    removalKey(stream),
  ];
  // A `<` could end the script element.
  const values = parameters.map((value) => JSON.stringify(value).replaceAll("<", "\\u003c"));
  return `(${start})(${[offerToReceive, awaitFirstCandidates, isWorthSending, ...values].join()})`;
}

/** Uses nothing from outside its body, because the page gets it as text. */
function start(
  makeOffer: typeof offerToReceive,
  awaitFirst: typeof awaitFirstCandidates,
  isUsable: typeof isWorthSending,
  path: string,
  joinPath: string,
  protocols: string | string[],
  configuration: RTCConfiguration | null,
  hello: { offer: { negotiation: number; sdp: string } },
  removal: string,
): void {
  if (typeof RTCPeerConnection !== "function") return;
  try {
    if (Number(localStorage.getItem(removal)) > Date.now()) return; // the session tells the person
  } catch { /* storage is blocked */ }
  const socket = new WebSocket(location.origin.replace("http", "ws") + path, protocols);
  const opened = new Promise((resolve) => socket.onopen = resolve);
  const received: string[] = [];
  const early: EarlyJoin = { socket, opened, received, helloSent: null, connection: null };
  globalThis.tuilaEarlyJoin = early;
  socket.onmessage = ({ data }) => received.push(data);
  if (configuration === null) return;
  let connection: RTCPeerConnection;
  let described: Promise<void>;
  try {
    connection = new RTCPeerConnection(configuration);
    described = makeOffer(connection);
  } catch {
    return; // WebRTC is there but does not work: the session finds out too, and tells the person
  }
  const candidates: RTCIceCandidate[] = [];
  let settle = () => {};
  const settled = new Promise<void>((resolve) => settle = resolve);
  const made: EarlyConnection = { connection, described, candidates, answered: null, settled };
  early.connection = made;

  const send = (message: unknown) => opened.then(() => socket.send(JSON.stringify(message)));
  const receive = (data: string) => {
    received.push(data);
    const { type, sdp, state = "live" } = JSON.parse(data);
    if (state !== "live") settle(); // no broadcaster is there to answer
    if (type !== "answer" || made.answered !== null) return;
    made.answered = connection.setRemoteDescription({ type, sdp });
    made.answered.then(settle, settle); // the session handles a rejection
  };
  /** Joins over the HTTP connection that the page came on, because it is open before the socket. Resolves with success. */
  const joinByHttp = async () => {
    const response = await fetch(joinPath, { method: "POST", body: JSON.stringify(hello) });
    if (!response.ok) return false;
    for (const message of await response.json()) {
      receive(JSON.stringify(message));
      if (message.type === "watching") send({ type: "attach", ticket: message.ticket });
    }
    return true;
  };
  Promise.resolve(described).then(() => awaitFirst(connection)).then(() => {
    // The session has taken over already, or the socket is closed.
    if (globalThis.tuilaEarlyJoin !== early || socket.readyState > WebSocket.OPEN) return;
    hello.offer.sdp = connection.localDescription?.sdp ?? "";
    if (!hello.offer.sdp) return;
    socket.onmessage = ({ data }) => receive(data);
    // A page without an origin may not read the response to its POST.
    const usesSocket = socket.readyState === WebSocket.OPEN || globalThis.origin === "null";
    const joined = usesSocket ? Promise.resolve(false) : joinByHttp().catch(() => false);
    const helloSent = early.helloSent = joined.then(async (hasJoined) => {
      if (!hasJoined) await send(hello);
    });
    let isSending = false;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null || !isUsable(candidate)) return;
      candidates.push(candidate);
      if (isSending) return; // later candidates wait for the session
      isSending = true;
      Promise.all([awaitFirst(connection), helloSent]).then(() => {
        if (globalThis.tuilaEarlyJoin !== early) return;
        const { negotiation } = hello.offer;
        send({ type: "candidates", negotiation, candidates: candidates.splice(0) });
      });
    };
  }).catch(() => {}); // the session's offer fails too, and the session handles that
}
