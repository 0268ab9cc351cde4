import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type BroadcasterMessage,
  type Hello,
  parseBroadcasterMessage,
  parseHello,
  parseViewerMessage,
  type ViewerMessage,
} from "@/signaling/protocol/client_messages.ts";
import { tidyDescription } from "@/signaling/protocol/description.ts";
import { ERRORS, type InputErrorCode } from "@/signaling/protocol/errors.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import {
  parseToBroadcaster,
  parseToViewer,
  type ToBroadcaster,
  type ToViewer,
} from "@/signaling/protocol/server_messages.ts";
import { tidyTitle } from "@/signaling/protocol/title.ts";
import { candidate, candidates, sdp, sdpOf } from "../../support/messages.ts";

const PARSERS = {
  parseHello,
  parseViewerMessage,
  parseBroadcasterMessage,
  parseToViewer,
  parseToBroadcaster,
};
const FROM_CLIENTS = { parseHello, parseViewerMessage, parseBroadcasterMessage };

function refused(result: { ok: boolean }, code: InputErrorCode, what: string = code): void {
  assert.deepEqual(result, { ok: false, code }, what);
}

const watch = (stream: string) => ({
  type: "watch",
  stream,
  offer: { negotiation: 1, sdp: sdp("watch") },
});
const offer = { type: "offer", negotiation: 1, restart: false, sdp: sdp("offer") };
const trickle = { type: "candidates", negotiation: 1, candidates: candidates(1) };

Deno.test("every parser refuses a frame that is not text", () => {
  for (const [name, parse] of Object.entries(PARSERS)) {
    const frames = [
      new ArrayBuffer(2),
      new Uint8Array([123, 125]),
      new Blob(["{}"]),
      null,
      undefined,
      1,
      {},
    ];
    for (const data of frames) refused(parse(data), "not-text", name);
  }
});

Deno.test("every parser refuses text that is not JSON", () => {
  const texts = ["", "{", "leave", '{"type":"leave"}}', "{'type':'leave'}", '{"a":1e}', "\u0000"];
  for (const parse of Object.values(PARSERS)) {
    for (const text of texts) refused(parse(text), "not-json", text);
  }
});

Deno.test("every parser refuses JSON that is not a message of its direction and role", () => {
  const texts = ["null", "1", '"leave"', "[]", "{}", '[{"type":"leave"}]', '{"type":null}'];
  texts.push(
    '{"type":"toString"}',
    '{"type":"__proto__"}',
    '{"type":"Leave"}',
    '{"type":["leave"]}',
  );
  for (const [name, parse] of Object.entries(PARSERS)) {
    for (const text of texts) refused(parse(text), "bad-message", `${name} ${text}`);
  }
  refused(parseHello('{"type":"leave"}'), "bad-message");
  refused(parseViewerMessage('{"type":"stop"}'), "bad-message");
  refused(
    parseViewerMessage('{"type":"answer","to":"a","negotiation":1,"sdp":"v=0"}'),
    "bad-message",
  );
  refused(parseBroadcasterMessage('{"type":"leave"}'), "bad-message");
  refused(parseBroadcasterMessage(JSON.stringify(offer)), "bad-message");
});

const HELLOS: Hello[] = [
  { type: "publish", stream: "live" },
  { type: "publish", stream: "直播", key: "a-Key_1" },
  { type: "publish", stream: "live", description: { title: "推拉", capacity: 0 } },
  { type: "watch", stream: "live", offer: { negotiation: 0, sdp: sdp("w") } },
  { type: "resume", ticket: "eyJ-_.abc", negotiation: 7, linked: true },
  {
    type: "resume",
    ticket: "eyJ-_.abc",
    negotiation: 0,
    linked: false,
    description: { title: null, capacity: null },
  },
];
const VIEWER: ViewerMessage[] = [
  { type: "offer", negotiation: 2, restart: true, sdp: sdp("o") },
  { type: "candidates", negotiation: 2, candidates: candidates(64) },
  {
    type: "candidates",
    negotiation: 2,
    candidates: [{ candidate: "", sdpMid: null, sdpMLineIndex: null, usernameFragment: null }],
  },
  { type: "leave" },
];
const BROADCASTER: BroadcasterMessage[] = [
  { type: "answer", to: "p_-1", negotiation: 2, sdp: sdp("a") },
  { type: "decline", to: "p_-1", negotiation: Number.MAX_SAFE_INTEGER },
  { type: "candidates", to: "p_-1", negotiation: 2, candidates: candidates(1) },
  { type: "describe", title: "Tuila 推拉 🎥", capacity: LIMITS.viewers },
  { type: "describe", title: null, capacity: null },
  { type: "describe", title: null, capacity: 1, media: { picture: "hidden", sound: "none" } },
  { type: "remove", peer: "p_-1" },
  { type: "stop" },
];
const ICE_SERVERS: Extract<ToViewer, { type: "ice-servers" }> = {
  type: "ice-servers",
  servers: [
    {
      urls: ["turn:a.example:3478?transport=udp", "TURNS:[2001:db8::1]"],
      username: "1:p",
      credential: "c=",
    },
    { urls: ["stun:a.example"] },
  ],
};
const TO_VIEWER: ToViewer[] = [
  ICE_SERVERS,
  { type: "ice-servers", servers: [] },
  {
    type: "watching",
    peer: "p1",
    ticket: "t.t",
    stream: "live",
    state: "paused",
    details: { title: null, viewers: 2, place: 1 },
  },
  { type: "state", state: "ended" },
  { type: "details", title: "Tuila", viewers: 3, place: null },
  { type: "details", title: null, viewers: 0, place: 1 },
  {
    type: "details",
    title: null,
    viewers: 0,
    place: 1,
    media: { picture: "none", sound: "muted" },
  },
  { type: "answer", negotiation: 1, sdp: sdp("a") },
  { type: "candidates", negotiation: 1, candidates: candidates(2) },
  { type: "declined", negotiation: 1 },
  { type: "renew" },
  { type: "error", code: "stream-full", message: ERRORS["stream-full"] },
];
const TO_BROADCASTER: ToBroadcaster[] = [
  ICE_SERVERS,
  {
    type: "publishing",
    peer: "p1",
    ticket: "t.t",
    stream: "live",
    key: "k",
    left: ["p2"],
    elapsed: 0,
  },
  {
    type: "publishing",
    peer: "p1",
    ticket: "t.t",
    stream: "live",
    key: null,
    left: [],
    elapsed: 61_000,
  },
  { type: "offer", from: "p2", negotiation: 1, restart: false, sdp: sdp("o"), candidates: [] },
  { type: "candidates", from: "p2", negotiation: 1, candidates: candidates(2) },
  { type: "left", peer: "p2" },
  { type: "viewers", count: 3, waiting: 2 },
  { type: "error", code: "a-code-of-tomorrow", message: "" },
];

Deno.test("every message type passes its parser unaltered", () => {
  const all: [(data: unknown) => unknown, readonly { type: string }[]][] = [
    [parseHello, HELLOS],
    [parseViewerMessage, VIEWER],
    [parseBroadcasterMessage, BROADCASTER],
    [parseToViewer, TO_VIEWER],
    [parseToBroadcaster, TO_BROADCASTER],
  ];
  for (const [parse, messages] of all) {
    for (const message of messages) {
      assert.deepEqual(parse(JSON.stringify(message)), { ok: true, message });
    }
  }
});

Deno.test("pages refuse TURN servers that no browser accepts", () => {
  for (
    const server of [
      {},
      { urls: [] },
      { urls: "turn:a.example" },
      { urls: ["https://a.example"] },
      { urls: ["turn"] },
      { urls: [`turn:${"a".repeat(600)}`] },
      { urls: ["turn:a.example"], username: 1 },
    ]
  ) {
    for (const parse of [parseToViewer, parseToBroadcaster]) {
      const message = { type: "ice-servers", servers: [server] };
      refused(parse(JSON.stringify(message)), "bad-message", JSON.stringify(server));
    }
  }
});

/** Every message of a client, each with the parser that takes it. */
const CLIENT_MESSAGES = [
  ...HELLOS.map((message) => ({ message, parse: parseHello })),
  ...VIEWER.map((message) => ({ message, parse: parseViewerMessage })),
  ...BROADCASTER.map((message) => ({ message, parse: parseBroadcasterMessage })),
];

Deno.test("client parsers refuse any missing field", () => {
  for (const { message, parse } of CLIENT_MESSAGES) {
    for (const field of Object.keys(message)) {
      if (["key", "description", "media"].includes(field)) continue; // the only ones that may be absent
      const rest = Object.fromEntries(Object.entries(message).filter(([name]) => name !== field));
      refused(parse(JSON.stringify(rest)), "bad-message", `${message.type} without ${field}`);
    }
  }
});

/** Every message, each with the parser that takes it. */
const MESSAGES = [
  ...CLIENT_MESSAGES,
  ...TO_VIEWER.map((message) => ({ message, parse: parseToViewer })),
  ...TO_BROADCASTER.map((message) => ({ message, parse: parseToBroadcaster })),
];

Deno.test("every parser drops unknown fields, at the top and nested", () => {
  // `__proto__` as a literal key sets a prototype, so it is written as text.
  const extras = ['"extra":1', '"from":"p9"', '"__proto__":{"type":"leave"}', '"constructor":1'];
  for (const { message, parse } of MESSAGES) {
    for (const extra of extras) {
      const text = JSON.stringify(message).replaceAll("{", `{${extra},`);
      assert.deepEqual(parse(text), { ok: true, message }, text);
    }
  }
});

Deno.test("unknown fields count towards the size of a message", () => {
  const padding = "x".repeat(LIMITS.messageBytes);
  for (const { message, parse } of CLIENT_MESSAGES) {
    refused(parse(JSON.stringify({ ...message, padding })), "message-too-large", message.type);
  }
});

Deno.test("client parsers refuse a field of the wrong type, for each field", () => {
  const nullable = new Set(["title", "capacity"]);
  const wrong = [null, true, -1, 1.5, [], {}, ["a"], "\u0000"];
  for (const { message, parse } of CLIENT_MESSAGES) {
    for (const [field, right] of Object.entries(message)) {
      for (const value of wrong) {
        if (value === null && nullable.has(field)) continue;
        if (typeof value === typeof right && typeof value === "boolean") continue;
        const code = field === "stream" && typeof value === "string"
          ? "bad-stream-name"
          : "bad-message";
        const text = JSON.stringify({ ...message, [field]: value });
        refused(parse(text), code, text);
      }
    }
  }
});

Deno.test("client parsers refuse a message over 64 kB of UTF-8, and accept one of 64 kB", () => {
  const padded = (bytes: number) => {
    const text = '{"type":"leave"}';
    return " ".repeat(bytes - text.length) + text;
  };
  for (const parse of Object.values(FROM_CLIENTS)) {
    refused(parse(padded(LIMITS.messageBytes + 1)), "message-too-large");
    refused(parse("推".repeat(LIMITS.messageBytes / 3 + 1)), "message-too-large"); // bytes, not characters
    refused(parse("推".repeat(LIMITS.messageBytes / 3 - 1)), "not-json");
  }
  assert.equal(parseViewerMessage(padded(LIMITS.messageBytes)).ok, true);
});

Deno.test("client parsers refuse an SDP over 32 kB of UTF-8, and accept one of 32 kB", () => {
  const cases: [(data: unknown) => { ok: boolean }, (sdp: string) => object][] = [
    [parseHello, (sdp) => ({ type: "watch", stream: "live", offer: { negotiation: 1, sdp } })],
    [parseViewerMessage, (sdp) => ({ ...offer, sdp })],
    [parseBroadcasterMessage, (sdp) => ({ type: "answer", to: "p", negotiation: 1, sdp })],
  ];
  for (const [parse, message] of cases) {
    assert.equal(parse(JSON.stringify(message(sdpOf(LIMITS.sdpBytes)))).ok, true);
    refused(parse(JSON.stringify(message(sdpOf(LIMITS.sdpBytes + 1)))), "sdp-too-large");
    refused(parse(JSON.stringify(message(`v=0${"推".repeat(11_000)}`))), "sdp-too-large");
    refused(parse(JSON.stringify(message("o=- not a description"))), "bad-message");
  }
});

Deno.test("client parsers refuse an offer of more than eight media sections or 64 candidates, however its lines end", () => {
  const parsers = [
    (sdp: string) =>
      parseHello(
        JSON.stringify({ type: "watch", stream: "live", offer: { negotiation: 1, sdp } }),
      ),
    (sdp: string) => parseViewerMessage(JSON.stringify({ ...offer, sdp })),
  ];
  const limits = [["m=audio 9 RTP/AVP 0", 8, "too-many-media"], [
    "a=candidate:1 1 udp 1 192.0.2.1 9 typ host",
    64,
    "too-many-candidates",
  ]] as const;
  for (const parse of parsers) {
    for (const [line, most, code] of limits) {
      for (const end of ["\r\n", "\n", "\r"]) {
        const lines = (count: number) => `v=0${end}s=m=${end}${`${line}${end}`.repeat(count)}`;
        assert.equal(parse(lines(most)).ok, true);
        refused(parse(lines(most + 1)), code);
      }
    }
  }
  const answer = `v=0\r\n${"m=audio 9 RTP/AVP 0\r\n".repeat(9)}`;
  const message = { type: "answer", to: "p", negotiation: 1, sdp: answer };
  assert.equal(parseBroadcasterMessage(JSON.stringify(message)).ok, true);
});

Deno.test("client parsers refuse a candidate over 1 kB and more than 64 of them", () => {
  const cases: [(data: unknown) => { ok: boolean }, object][] = [
    [parseViewerMessage, trickle],
    [parseBroadcasterMessage, { ...trickle, to: "p" }],
  ];
  for (const [parse, message] of cases) {
    const of = (list: object[]) => parse(JSON.stringify({ ...message, candidates: list }));
    assert.equal(
      of([{ ...candidate("c"), candidate: "c".repeat(LIMITS.candidateBytes) }]).ok,
      true,
    );
    const large = { ...candidate("c"), candidate: "c".repeat(LIMITS.candidateBytes + 1) };
    refused(of([large]), "candidate-too-large");
    refused(of([{ ...candidate("c"), candidate: "推".repeat(342) }]), "candidate-too-large");
    refused(of([{ ...candidate("c"), sdpMid: "m".repeat(65) }]), "candidate-too-large");
    refused(of([{ ...candidate("c"), usernameFragment: "u".repeat(257) }]), "candidate-too-large");
    refused(of(candidates(65)), "too-many-candidates");
    refused(of([]), "bad-message");
    refused(of([{ ...candidate("c"), sdpMLineIndex: 65_536 }]), "bad-message");
  }
});

Deno.test("a title has 1 to 120 characters, in NFC, on one line and trimmed; nothing else passes", () => {
  const describe = (title: string) =>
    parseBroadcasterMessage(JSON.stringify({ type: "describe", title, capacity: null }));
  for (const title of ["a", "推拉", "é", "👩‍💻 live", "𝒳".repeat(LIMITS.titleLength)]) {
    assert.equal(describe(title).ok, true, title);
    assert.equal(tidyTitle(title), title);
  }
  const tidied: [string, string | null][] = [
    ["", null],
    [" \n\u0000", null],
    [" Tuila ", "Tuila"],
    ["one\r\ntwo\u2028three", "one two three"],
    ["tab\there", "tab here"],
    ["e\u0301", "é"],
    ["live\u202egnp.exe\u202c", "livegnp.exe"],
    ["\u2067 \u2069", null],
    ["\ud800", "\ufffd"],
    ["𝒳".repeat(LIMITS.titleLength + 1), "𝒳".repeat(LIMITS.titleLength)],
    ["a".repeat(LIMITS.titleLength - 1) + " b", "a".repeat(LIMITS.titleLength - 1)],
  ];
  for (const [raw, tidy] of tidied) {
    refused(describe(raw), "bad-message", JSON.stringify(raw));
    assert.equal(tidyTitle(raw), tidy, JSON.stringify(raw));
  }
  const unit = fc.constantFrom(
    "a",
    " ",
    "e",
    "\u0301",
    "\n",
    "\u2028",
    "\u202e",
    "𝒳",
    "\ud800",
    "\u0000",
    "推",
  );
  fc.assert(fc.property(fc.string({ unit, maxLength: 300 }), (raw) => {
    const title = tidyTitle(raw);
    if (title !== null) assert.equal(describe(title).ok, true);
  }));
});

Deno.test("a capacity is a whole number up to the most viewers of any server", () => {
  const describe = (capacity: unknown) =>
    parseBroadcasterMessage(JSON.stringify({ type: "describe", title: null, capacity }));
  for (const capacity of [0, 1, LIMITS.viewers, null]) assert.equal(describe(capacity).ok, true);
  for (const capacity of [-1, 0.5, LIMITS.viewers + 1, "1", true]) {
    refused(describe(capacity), "bad-message", `${capacity}`);
  }
  const tidy = (capacity: number | null) => tidyDescription({ title: " ", capacity }).capacity;
  const raw = [-1, 2.9, LIMITS.viewers + 1, Infinity, NaN, null];
  assert.deepEqual(raw.map(tidy), [0, 2, LIMITS.viewers, LIMITS.viewers, null, null]);
});

Deno.test("client parsers refuse JSON that would break naive code", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  for (const [name, parse] of Object.entries(FROM_CLIENTS)) {
    refused(parse(`{"__proto__":{"type":"leave"}}`), "bad-message", name);
    refused(parse(nested(LIMITS.messageBytes / 2)), "bad-message", name);
    refused(parse("[".repeat(LIMITS.messageBytes)), "not-json", name);
    refused(parse(`{"type":${nested(30_000)}}`), "bad-message", name);
    refused(parse('{"a":'.repeat(10_000) + "1" + "}".repeat(10_000)), "bad-message", name);
  }
  for (const { message, parse } of CLIENT_MESSAGES) {
    const text = JSON.stringify(message);
    const deep = `{"x":${nested(5_000)},${text.slice(1)}`;
    assert.deepEqual(parse(deep), { ok: true, message }, "nobody looks into it");
    for (const field of Object.keys(message)) {
      const whole = JSON.stringify({ ...message, [field]: 0 }).replace(
        `"${field}":0`,
        `"${field}":${nested(5_000)}`,
      );
      assert.equal(parse(whole).ok, false, `${message.type} ${field}`);
    }
  }
  for (const number of ["1e400", "-1e400", "1e-1", "9007199254740992", '"1"', "-1"]) {
    const text = JSON.stringify(offer).replace('"negotiation":1', `"negotiation":${number}`);
    refused(parseViewerMessage(text), "bad-message", number);
    const index = JSON.stringify(trickle).replace('"sdpMLineIndex":0', `"sdpMLineIndex":${number}`);
    refused(parseViewerMessage(index), "bad-message", number);
  }
  assert.equal(Object.hasOwn(Object.prototype, "type"), false);
});

Deno.test("client parsers refuse lone surrogates in every text", () => {
  const lone = '\\ud800"';
  const into = (message: object, field: string) =>
    JSON.stringify(message).replace(new RegExp(`("${field}":"[^"]*)"`), `$1${lone}`);
  refused(parseHello(into(watch("live"), "stream")), "bad-stream-name");
  refused(parseHello(into(watch("live"), "sdp")), "bad-message");
  refused(parseHello(into({ type: "publish", stream: "live", key: "k" }, "key")), "bad-message");
  refused(
    parseHello(into({ type: "resume", ticket: "t", negotiation: 0, linked: true }, "ticket")),
    "bad-message",
  );
  for (const field of ["candidate", "sdpMid", "usernameFragment"]) {
    refused(parseViewerMessage(into(trickle, field)), "bad-message", field);
  }
  const answer = { type: "answer", to: "p", negotiation: 1, sdp: sdp("a") };
  refused(parseBroadcasterMessage(into(answer, "to")), "bad-message");
});

Deno.test("no parser throws, for any text or data", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.anything()), (data) => {
      for (const parse of Object.values(PARSERS)) assert.equal(typeof parse(data).ok, "boolean");
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("client parsers never throw for an altered message, and return only fields that were sent", () => {
  const hurt = fc.record({
    pick: fc.nat(CLIENT_MESSAGES.length - 1),
    field: fc.constantFrom(
      "type",
      "stream",
      "offer",
      "sdp",
      "negotiation",
      "candidates",
      "to",
      "key",
      "title",
      "description",
      "peer",
    ),
    value: fc.jsonValue(),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(4),
  });
  fc.assert(
    fc.property(hurt, ({ pick, field, value, at, cut }) => {
      const { message, parse } = CLIENT_MESSAGES[pick];
      const altered = parse(JSON.stringify({ ...message, [field]: value }));
      if (altered.ok) assert.equal(altered.message.type, message.type);
      const text = JSON.stringify(message);
      const start = Math.floor(at * text.length);
      const torn = text.slice(0, start) + text.slice(start + cut);
      const result = parse(torn);
      if (result.ok) assert.partialDeepStrictEqual(JSON.parse(torn), result.message);
    }),
    { numRuns: 3_000 },
  );
});
