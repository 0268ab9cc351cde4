/**
 * Prepares a player that waits for a click when a person is about to click: opens its socket and gathers candidates. It
 * sends no hello, so that the broadcaster never hears of people who do not click.
 */
import { openSocket } from "@/signaling/client/page_socket.ts";
import { Ice } from "../link/ice.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { supportsWebRtc } from "../link/link.ts";
import { canOfferEarly, type EarlyConnection } from "./early_join.ts";
import { offerToReceive } from "../link/receiving.ts";

/** Close everything if there is no click for this long, in milliseconds. The server waits 5 s for the hello. */
const CLICK_TIMEOUT = 4_500;

export function prewarm(settings: IceSettings): void {
  if (!supportsWebRtc() || globalThis.tuilaEarlyJoin !== undefined) return;
  const socket = openSocket();
  const opened = new Promise((resolve) => socket.onopen = resolve);
  const connection = makeConnection(settings);
  const early = globalThis.tuilaEarlyJoin = {
    socket,
    opened,
    received: [],
    helloSent: null,
    connection,
  };
  setTimeout(() => {
    if (globalThis.tuilaEarlyJoin !== early) return; // the session has taken over
    globalThis.tuilaEarlyJoin = undefined;
    socket.close();
    connection?.connection.close();
  }, CLICK_TIMEOUT);
}

/** null: the session could not use one, or making one would contact a STUN server before the click. */
function makeConnection(settings: IceSettings): EarlyConnection | null {
  // A third party may run the STUN server: do not contact it before a click.
  if (!canOfferEarly(settings) || settings.servers.length > 0) return null;
  try {
    const connection = new RTCPeerConnection(new Ice(settings).viewerConfiguration());
    const described = offerToReceive(connection);
    return { connection, described, candidates: [], answered: null, settled: Promise.resolve() };
  } catch {
    return null; // the session finds out too, and tells the person
  }
}
