/** What one message costs the server, beside the floor: parsing the same text as plain JSON. */
import { createAccess } from "@/signaling/access.ts";
import { openClaimStore } from "@/signaling/claims.ts";
import { Hub } from "@/signaling/hub.ts";
import { parseHello, parseViewerMessage } from "@/signaling/protocol.ts";
import type { ServerSocket } from "@/signaling/connection.ts";

const sdp = `v=0\r\n${"a=candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host\r\n".repeat(60)}`;
const watch = JSON.stringify({ type: "watch", stream: "live", offer: { negotiation: 1, sdp } });
const candidates = JSON.stringify({
  type: "candidates",
  negotiation: 1,
  candidates: [{
    candidate: "candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host generation 0 ufrag aBcD",
    sdpMid: "0",
    sdpMLineIndex: 0,
    usernameFragment: "aBcD",
  }],
});

for (
  const [name, text, parse] of [
    ["watch", watch, parseHello],
    ["candidates", candidates, parseViewerMessage],
  ] as const
) {
  const group = `parse ${name} (${text.length} characters)`;
  Deno.bench("JSON.parse", { group, baseline: true }, () => void JSON.parse(text));
  Deno.bench("parsed and validated", { group }, () => void parse(text));
}

function newHub(): Hub {
  return new Hub({
    access: createAccess({ store: openClaimStore(":memory:"), now: Date.now }),
    maxSockets: Infinity,
  });
}

const socket: ServerSocket = { send() {}, close() {}, bufferedAmount: 0, isOpen: true };

for (const viewers of [0, 10, 100]) {
  const hub = newHub();
  hub.connect(socket).message(JSON.stringify({ type: "publish", stream: "live" }));
  for (let i = 0; i < viewers; i++) hub.connect(socket).message(watch);
  Deno.bench(`beside ${viewers} others`, { group: "a viewer joins and leaves" }, () => {
    const viewer = hub.connect(socket);
    viewer.message(watch);
    viewer.message('{"type":"leave"}');
  });
}
