/** The TURN servers that the server gives to those whom it lets in. */
import { BROWSER_NETWORK } from "@/signaling/client/browser_network.ts";
import type { ClientMessage } from "@/signaling/protocol/client_messages.ts";
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";
import { parseToViewer } from "@/signaling/protocol/server_messages.ts";
import { deferred } from "@/common/deferred.ts";
import { Ice } from "../link/ice.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { unlessAborted, within } from "@/common/until.ts";

/** In milliseconds. */
const PATIENCE = 5_000;

/** What a link that is made now could use. */
export async function iceAsGiven(signal: AbortSignal, settings: IceSettings): Promise<Ice> {
  const ice = new Ice(settings);
  if (settings.hasTurn) ice.setTurnServers(await within(signal, PATIENCE, askForTurnServers));
  return ice;
}

/** Watches, for a moment, a stream that nobody broadcasts. Never throws. */
async function askForTurnServers(signal: AbortSignal): Promise<readonly IceServer[]> {
  const given = deferred<readonly IceServer[]>();
  try {
    const socket = BROWSER_NETWORK.connect();
    const say = (message: ClientMessage) => socket.send(JSON.stringify(message));
    socket.onopen = () => {
      const stream = `check-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
      // Nobody will answer: no need for an offer that could be.
      say({ type: "watch", stream, offer: { negotiation: 0, sdp: "v=0" } });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      const parsed = parseToViewer(data);
      if (!parsed.ok) return;
      if (parsed.message.type === "ice-servers") given.resolve(parsed.message.servers);
      // TURN servers come right before (PROTOCOL.md): there are none to come.
      if (parsed.message.type === "watching") given.resolve([]);
    };
    socket.onclose = () => given.resolve([]);
    const servers = await unlessAborted(signal, given.promise);
    if (servers !== undefined && servers.length > 0) say({ type: "leave" });
    socket.close();
    return servers ?? [];
  } catch {
    return []; // forbidden by the browser
  }
}
