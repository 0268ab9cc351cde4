/**
 * What a player that waits for a click does once somebody is about to click: its socket opens and its connection looks for
 * its paths meanwhile. Nobody who only passes by is known to the broadcaster.
 */
import { openSocket } from "@/signaling/client/page_socket.ts";
import { Ice } from "../link/ice.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { supportsWebRtc } from "../link/link.ts";
import { canOffer, type EarlyConnection } from "./early_join.ts";
import { describeReceiving } from "../link/receiving.ts";

/** Whoever has not clicked by then may not at all, in milliseconds. The server waits 5 s for a socket to say something. */
const LAST = 4_500;

export function prewarm(settings: IceSettings): void {
  if (!supportsWebRtc() || globalThis.tuilaEarlyJoin !== undefined) return;
  const socket = openSocket();
  const opened = new Promise((resolve) => socket.onopen = resolve);
  const connection = makeConnection(settings);
  const early = globalThis.tuilaEarlyJoin = {
    socket,
    opened,
    heard: [],
    helloSent: null,
    connection,
  };
  setTimeout(() => {
    if (globalThis.tuilaEarlyJoin !== early) return; // it is in use
    globalThis.tuilaEarlyJoin = undefined;
    socket.close();
    connection?.connection.close();
  }, LAST);
}

/** null: there is none that the session could go on with, or it is not to be made for whoever only passes by. */
function makeConnection(settings: IceSettings): EarlyConnection | null {
  // A STUN server may be somebody else's.
  if (!canOffer(settings) || settings.servers.length > 0) return null;
  try {
    const connection = new RTCPeerConnection(new Ice(settings).viewerConfiguration());
    const described = describeReceiving(connection);
    return { connection, described, candidates: [], answered: null, settled: Promise.resolve() };
  } catch {
    return null; // the session finds that out as well, and says so
  }
}
