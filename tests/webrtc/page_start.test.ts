import assert from "node:assert/strict";
import { startScript } from "@/webrtc/page_start.ts";

const DIRECT = { servers: [], policy: "all", hasRelay: false } as const;

Deno.test("the page's head asks for its own stream, and nothing in it can end the script", () => {
  const script = startScript("厨房", {
    ...DIRECT,
    servers: [{ urls: ["stun:</script><script>alert(1)"] }],
  });
  assert.match(script, /"stream":"厨房"/);
  assert.doesNotMatch(script, /<\//);
  assert.doesNotThrow(() => new Function(script), "it is whole");
});

Deno.test("where relays are told first, or no direct path may be taken, only the socket is opened ahead", () => {
  const offers = /"iceTransportPolicy":/;
  assert.match(startScript("live", DIRECT), offers);
  assert.doesNotMatch(startScript("live", { ...DIRECT, hasRelay: true }), offers);
  assert.doesNotMatch(startScript("live", { ...DIRECT, policy: "relay" }), offers);
});

Deno.test("the page's head tells together the candidates that it finds late, once; what follows is left for the session", async () => {
  const sent: unknown[] = [];
  const socket = Object.assign(new EventTarget(), {
    readyState: WebSocket.OPEN,
    onopen: () => {},
    onmessage: null,
    send: (text: string) => sent.push(JSON.parse(text)),
  });
  const connection = Object.assign(new EventTarget(), {
    iceGatheringState: "complete",
    localDescription: { sdp: "v=0" },
    onicecandidate: (_: { candidate: unknown }) => {},
    addTransceiver: () => ({}),
    setLocalDescription: () => Promise.resolve(),
  });
  const page: Record<string, { candidates: unknown[] }> = {};
  const given = {
    globalThis: page,
    location: { origin: "https://stream.example" },
    document: { hidden: false },
    WebSocket: Object.assign(function () {
      return socket;
    }, { OPEN: WebSocket.OPEN }),
    RTCPeerConnection: function () {
      return connection;
    },
  };
  new Function(...Object.keys(given), startScript("live", DIRECT))(...Object.values(given));
  socket.onopen();
  await settled();
  const find = (name: string, tcpType: string | null = null) =>
    connection.onicecandidate({ candidate: { candidate: name, tcpType } });
  for (const name of ["a", "b"]) find(name);
  find("over TCP", "active");
  await settled();
  find("c");
  await settled();
  const told = (name: string) => ({ candidate: name, tcpType: null });
  assert.deepEqual(sent, [
    { type: "watch", stream: "live", offer: { negotiation: 1, sdp: "v=0" } },
    { type: "candidates", negotiation: 1, candidates: [told("a"), told("b")] },
  ]);
  assert.deepEqual(page.tuilaConnection.candidates, [told("c")]);
});

/** All promises that need nothing from outside have come to their end. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
