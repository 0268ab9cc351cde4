/**
 * How a viewer's page begins, before its scripts have come: its head opens the socket, makes the connection, and asks to
 * watch. The session takes over from there, and finds what was answered meanwhile.
 */
import { JOIN_PATH, SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol.ts";
import type { SocketAhead } from "@/signaling/page_socket.ts";
import { isOfUse } from "./candidates.ts";
import { Ice, type IceSettings } from "./ice.ts";
import { removalKey } from "./removal.ts";
import { describeReceiving, gatheredSoon } from "./receiving.ts";

/** The number of the offer that the page's head makes. */
export const FIRST_NEGOTIATION = 1;

/** A connection that was made before there was a session: mostly by the page's head. */
export interface ConnectionAhead {
  readonly connection: RTCPeerConnection;
  /** Resolved once its offer is there. */
  readonly described: Promise<void>;
  /** What was found after the offer was sent, and not told yet. */
  readonly candidates: RTCIceCandidate[];
  /** Once the answer has come: resolved when it has been applied, rejected if it does not fit. */
  answered: Promise<void> | null;
  /** Resolved once there is an answer or none is to be expected now. */
  readonly settled: Promise<void>;
}

declare global {
  /** Where a page keeps it. */
  var tuilaConnection: ConnectionAhead | undefined;
}

/**
 * The text of a script for the head of that stream's page.
 * @param pass what lets a page without an origin watch
 */
export function startScript(stream: string, ice: IceSettings, pass?: string): string {
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

/** Whether the page itself says all that the first offer needs: relays are told once a peer is let in. */
function canOffer({ policy, hasRelay }: IceSettings): boolean {
  return policy === "all" && !hasRelay;
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
  const ahead: SocketAhead = globalThis.tuilaSocket = { socket, opened, heard, greeting: null };
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
  const made: ConnectionAhead = { connection, described, candidates, answered: null, settled };
  globalThis.tuilaConnection = made;

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
  const greetAhead = async () => {
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
    if (globalThis.tuilaSocket !== ahead || socket.readyState > WebSocket.OPEN) return;
    hello.offer.sdp = connection.localDescription?.sdp ?? "";
    if (!hello.offer.sdp) return;
    socket.onmessage = ({ data }) => hear(data);
    // A page without an origin may not read what is answered to what it posts.
    const waits = socket.readyState === WebSocket.OPEN || globalThis.origin === "null";
    const said = waits ? Promise.resolve(false) : greetAhead().catch(() => false);
    const greeting = ahead.greeting = said.then(async (isSaid) => {
      if (!isSaid) await say(hello);
    });
    let isTelling = false;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null || !isUsed(candidate)) return;
      candidates.push(candidate);
      if (isTelling) return; // what is not told together with the first can wait for the session
      isTelling = true;
      Promise.all([gathered(connection), greeting]).then(() => {
        if (globalThis.tuilaSocket !== ahead) return;
        const { negotiation } = hello.offer;
        say({ type: "candidates", negotiation, candidates: candidates.splice(0) });
      });
    };
  }).catch(() => {}); // the session's offer fails as well, and is seen to
}

/** Makes a connection for the session that is to come; null where its first offer must wait for the relays. */
export function makeConnectionAhead(ice: IceSettings): RTCPeerConnection | null {
  if (!canOffer(ice)) return null;
  try {
    const connection = new RTCPeerConnection(new Ice(ice).viewerConfiguration());
    const described = describeReceiving(connection);
    const settled = Promise.resolve();
    globalThis.tuilaConnection = { connection, described, candidates: [], answered: null, settled };
    return connection;
  } catch {
    return null; // the session finds that out as well, and says so
  }
}

/** The connection that was made ahead, once; null if there is none that a session can go on with. */
export function takeConnectionAhead(): ConnectionAhead | null {
  const ahead = globalThis.tuilaConnection ?? null;
  globalThis.tuilaConnection = undefined;
  const offered = globalThis.tuilaSocket;
  // It is linked as a peer that nobody can come back as: whoever comes in anew must not offer it again.
  const isLost = offered !== undefined && offered.greeting !== null &&
    offered.socket.readyState > WebSocket.OPEN;
  if (!isLost) return ahead;
  ahead?.connection.close();
  return null;
}

/** What a page gives its head's connection before its scripts go on, in milliseconds. */
const PRECEDENCE = 400;

/**
 * Resolves once the answer to the head's offer has been applied, or needs not be waited for. From then on the link comes
 * about beside the page's scripts; before, it would wait for them, for they leave the page no time between.
 */
export async function answeredAhead(): Promise<void> {
  const settled = globalThis.tuilaConnection?.settled;
  if (settled === undefined) return;
  await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, PRECEDENCE))]);
}
