import assert from "node:assert/strict";
import { JOIN_PATH } from "@/signaling/protocol/endpoint.ts";
import { headScript } from "@/webrtc/watch/head_script.ts";

const DIRECT = { servers: [], policy: "all", hasTurn: false } as const;

Deno.test("the page's head asks for its own stream, and nothing in it can end the script", () => {
  const script = headScript("厨房", {
    ...DIRECT,
    servers: [{ urls: ["stun:</script><script>alert(1)"] }],
  });
  assert.match(script, /"stream":"厨房"/);
  assert.doesNotMatch(script, /<\//);
  assert.doesNotThrow(() => new Function(script), "it is whole");
});

Deno.test("if TURN servers come first, or only relayed paths are allowed, only the socket is opened early", () => {
  const offers = /"iceTransportPolicy":/;
  assert.match(headScript("live", DIRECT), offers);
  assert.doesNotMatch(headScript("live", { ...DIRECT, hasTurn: true }), offers);
  assert.doesNotMatch(headScript("live", { ...DIRECT, policy: "relay" }), offers);
});

const OFFER = { type: "watch", stream: "live", offer: { negotiation: 1, sdp: "v=0" } };
const WELCOME = { type: "watching", ticket: "mine", state: "live" };
const ANSWER = { type: "answer", negotiation: 1, sdp: "v=0 answer" };

/** Runs the script in a fake page. @param respond the server's response to the HTTP join */
function runHead(readyState: number, respond: () => Promise<Response>) {
  const sent: unknown[] = [];
  const posted: unknown[] = [];
  const applied: unknown[] = [];
  const socket = Object.assign(new EventTarget(), {
    readyState,
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
    setRemoteDescription: (description: unknown) => Promise.resolve(applied.push(description)),
  });
  const page: {
    tuilaEarlyJoin?: {
      received: string[];
      helloSent: Promise<void> | null;
      connection: { candidates: unknown[] };
    };
  } = {};
  const globals = {
    globalThis: page,
    location: { origin: "https://stream.example" },
    document: { hidden: false },
    WebSocket: Object.assign(function () {
      return socket;
    }, { OPEN: WebSocket.OPEN }),
    RTCPeerConnection: function () {
      return connection;
    },
    fetch: (url: string, { body }: { body: string }) => {
      assert.equal(url, JOIN_PATH);
      posted.push(JSON.parse(body));
      return respond();
    },
  };
  new Function(...Object.keys(globals), headScript("live", DIRECT))(...Object.values(globals));
  const open = () => {
    socket.readyState = WebSocket.OPEN;
    socket.onopen();
  };
  const find = (name: string) => connection.onicecandidate({ candidate: candidateOf(name) });
  return { page, sent, posted, applied, open, find };
}

const never = () => Promise.reject(new Error("nothing is to be posted"));
const candidateOf = (name: string) => ({ candidate: name });

Deno.test("the page's head sends late candidates together, once, and leaves further ones for the session", async () => {
  const { page, sent, posted, open, find } = runHead(WebSocket.OPEN, never);
  open();
  await settled();
  for (const name of ["a", "b"]) find(name);
  find("candidate:2 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active");
  await settled();
  find("c");
  await settled();
  assert.deepEqual(sent, [
    OFFER,
    { type: "candidates", negotiation: 1, candidates: [candidateOf("a"), candidateOf("b")] },
  ]);
  assert.deepEqual(posted, []);
  assert.deepEqual(page.tuilaEarlyJoin?.connection.candidates, [candidateOf("c")]);
});

Deno.test("while the socket opens, the page's head offers by HTTP; the socket takes over, and late candidates follow that", async () => {
  const { page, sent, posted, applied, open, find } = runHead(
    WebSocket.CONNECTING,
    () => Promise.resolve(Response.json([WELCOME, ANSWER])),
  );
  await settled();
  assert.deepEqual(posted, [OFFER]);
  assert.deepEqual(applied, [{ type: "answer", sdp: "v=0 answer" }]);
  assert.deepEqual(page.tuilaEarlyJoin?.received.map((text) => JSON.parse(text)), [
    WELCOME,
    ANSWER,
  ]);
  find("a");
  await settled();
  assert.deepEqual(sent, []);
  open();
  await settled();
  assert.deepEqual(sent, [
    { type: "attach", ticket: "mine" },
    { type: "candidates", negotiation: 1, candidates: [candidateOf("a")] },
  ]);
});

Deno.test("if the offer cannot be posted, the page's head sends it over the socket", async () => {
  const responses = [
    () => Promise.reject(new TypeError("no network")),
    () => Promise.resolve(new Response(null, { status: 503 })),
    () => Promise.resolve(new Response("Use the sub-protocol tuila.v3.", { status: 400 })),
    () => Promise.resolve(new Response("from a proxy that knows better")),
  ];
  for (const respond of responses) {
    const { sent, open } = runHead(WebSocket.CONNECTING, respond);
    await settled();
    assert.deepEqual(sent, []);
    open();
    await settled();
    assert.deepEqual(sent, [OFFER]);
  }
});

/** Lets all promises settle that need no input from outside. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
