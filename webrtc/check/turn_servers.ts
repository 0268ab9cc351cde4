/** Gets the TURN servers that the server sends to admitted peers. */
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

/** The ICE configuration of a link that is made now. */
export async function iceWithTurnServers(signal: AbortSignal, settings: IceSettings): Promise<Ice> {
  const ice = new Ice(settings);
  if (settings.hasTurn) ice.setTurnServers(await within(signal, PATIENCE, askForTurnServers));
  return ice;
}

/** Joins a stream that nobody broadcasts, and leaves at once. Never throws. */
async function askForTurnServers(signal: AbortSignal): Promise<readonly IceServer[]> {
  const turnServers = deferred<readonly IceServer[]>();
  try {
    const socket = BROWSER_NETWORK.connect();
    const send = (message: ClientMessage) => socket.send(JSON.stringify(message));
    socket.onopen = () => {
      const stream = `check-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
      // Nobody answers, so the offer need not be valid.
      send({ type: "watch", stream, offer: { negotiation: 0, sdp: "v=0" } });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      const parsed = parseToViewer(data);
      if (!parsed.ok) return;
      if (parsed.message.type === "ice-servers") turnServers.resolve(parsed.message.servers);
      // `ice-servers` comes before `watching` (PROTOCOL.md), so now there are none.
      if (parsed.message.type === "watching") turnServers.resolve([]);
    };
    socket.onclose = () => turnServers.resolve([]);
    const servers = await unlessAborted(signal, turnServers.promise);
    if (servers !== undefined && servers.length > 0) send({ type: "leave" });
    socket.close();
    return servers ?? [];
  } catch {
    return []; // the browser forbids it
  }
}
