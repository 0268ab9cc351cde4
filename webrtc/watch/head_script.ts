/**
 * How a viewer's page begins, before its scripts have come: its head opens the socket, makes the connection, and asks to
 * watch. The session takes over from there (`early_join.ts`), and finds what was answered meanwhile.
 */
import { JOIN_PATH, SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { isOfUse } from "../link/candidates.ts";
import { Ice } from "../link/ice.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { canOffer, type EarlyConnection, type EarlyJoin, FIRST_NEGOTIATION } from "./early_join.ts";
import { removalKey } from "./removal.ts";
import { describeReceiving, gatheredSoon } from "../link/receiving.ts";

/**
 * The text of a script for the head of that stream's page.
 * @param pass what lets a page without an origin watch
 */
export function headScript(stream: string, ice: IceSettings, pass?: string): string {
  const hello = { type: "watch", stream, offer: { negotiation: FIRST_NEGOTIATION, sdp: "" } };
  const given = [
    SIGNALING_PATH,
    JOIN_PATH,
    pass === undefined ? SUBPROTOCOL : [SUBPROTOCOL, pass],
    canOffer(ice) ? new Ice(ice).viewerConfiguration() : null,
    hello,
    removalKey(stream),
  ];
  // Within a script element `<` could end it.
  const values = given.map((value) => JSON.stringify(value).replaceAll("<", "\\u003c"));
  return `(${start})(${[describeReceiving, gatheredSoon, isOfUse, ...values].join()})`;
}

/** Hangs on nothing outside of itself: it goes into the page as text. */
function start(
  describe: typeof describeReceiving,
  gathered: typeof gatheredSoon,
  isUsed: typeof isOfUse,
  path: string,
  joinPath: string,
  protocols: string | string[],
  configuration: RTCConfiguration | null,
  hello: { offer: { negotiation: number; sdp: string } },
  removal: string,
): void {
  if (typeof RTCPeerConnection !== "function") return;
  try {
    if (Number(localStorage.getItem(removal)) > Date.now()) return; // the session says so
  } catch { /* storage is forbidden */ }
  const socket = new WebSocket(location.origin.replace("http", "ws") + path, protocols);
  const opened = new Promise((resolve) => socket.onopen = resolve);
  const heard: string[] = [];
  const early: EarlyJoin = { socket, opened, heard, helloSent: null, connection: null };
  globalThis.tuilaEarlyJoin = early;
  socket.onmessage = ({ data }) => heard.push(data);
  if (configuration === null) return;
  let connection: RTCPeerConnection;
  let described: Promise<void>;
  try {
    connection = new RTCPeerConnection(configuration);
    described = describe(connection);
  } catch {
    return; // something is in its place that does not work: the session finds that out, and says so
  }
  const candidates: RTCIceCandidate[] = [];
  let settle = () => {};
  const settled = new Promise<void>((resolve) => settle = resolve);
  const made: EarlyConnection = { connection, described, candidates, answered: null, settled };
  early.connection = made;

  const say = (message: unknown) => opened.then(() => socket.send(JSON.stringify(message)));
  const hear = (data: string) => {
    heard.push(data);
    const { type, sdp, state = "live" } = JSON.parse(data);
    if (state !== "live") settle(); // nobody is there to answer
    if (type !== "answer" || made.answered !== null) return;
    made.answered = connection.setRemoteDescription({ type, sdp });
    made.answered.then(settle, settle); // whoever takes it over is told
  };
  /** By the connection that this page came on, while the socket is not open. Resolves with whether that was taken. */
  const joinByHttp = async () => {
    const response = await fetch(joinPath, { method: "POST", body: JSON.stringify(hello) });
    if (!response.ok) return false;
    for (const message of await response.json()) {
      hear(JSON.stringify(message));
      if (message.type === "watching") say({ type: "attach", ticket: message.ticket });
    }
    return true;
  };
  Promise.resolve(described).then(() => gathered(connection)).then(() => {
    // Taken over already, or gone.
    if (globalThis.tuilaEarlyJoin !== early || socket.readyState > WebSocket.OPEN) return;
    hello.offer.sdp = connection.localDescription?.sdp ?? "";
    if (!hello.offer.sdp) return;
    socket.onmessage = ({ data }) => hear(data);
    // A page without an origin may not read what is answered to what it posts.
    const waits = socket.readyState === WebSocket.OPEN || globalThis.origin === "null";
    const said = waits ? Promise.resolve(false) : joinByHttp().catch(() => false);
    const helloSent = early.helloSent = said.then(async (isSaid) => {
      if (!isSaid) await say(hello);
    });
    let isTelling = false;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null || !isUsed(candidate)) return;
      candidates.push(candidate);
      if (isTelling) return; // what is not told together with the first can wait for the session
      isTelling = true;
      Promise.all([gathered(connection), helloSent]).then(() => {
        if (globalThis.tuilaEarlyJoin !== early) return;
        const { negotiation } = hello.offer;
        say({ type: "candidates", negotiation, candidates: candidates.splice(0) });
      });
    };
  }).catch(() => {}); // the session's offer fails as well, and is seen to
}
