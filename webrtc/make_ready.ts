/**
 * What a player that waits for a click does once somebody is about to click: its socket opens and its connection looks for
 * its paths meanwhile. Nobody who only passes by is known to the broadcaster.
 */
import { openSocketAhead } from "@/signaling/page_socket.ts";
import type { IceSettings } from "./ice.ts";
import { supportsWebRtc } from "./link.ts";
import { makeConnectionAhead } from "./page_start.ts";

/** Whoever has not clicked by then may not at all, in milliseconds. The server waits 5 s for a socket to say something. */
const LAST = 4_500;

export function makeReady(settings: IceSettings): void {
  if (!supportsWebRtc() || globalThis.tuilaSocket !== undefined) return;
  const ahead = openSocketAhead();
  // A STUN server may be somebody else's: it is not asked on behalf of whoever only passes by.
  const connection = settings.servers.length === 0 ? makeConnectionAhead(settings) : null;
  setTimeout(() => {
    if (globalThis.tuilaSocket !== ahead) return; // it is in use
    ahead.socket.close();
    connection?.close();
    globalThis.tuilaSocket = undefined;
    globalThis.tuilaConnection = undefined;
  }, LAST);
}
