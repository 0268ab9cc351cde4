/**
 * The messages of PROTOCOL.md, their limits and their parsers. Imported by both ends of the wire; imports nothing of
 * ours.
 */
import * as v from "valibot";

/** The WebSocket sub-protocol: the name and version of everything below. */
export const SUBPROTOCOL = "tuila.v2";

/** Where the socket is, relative to the server's origin. */
export const SIGNALING_PATH = "/api/signaling";

/** Where a viewer says `watch` by HTTP, in this sub-protocol. */
export const JOIN_PATH = `${SIGNALING_PATH}?protocol=${SUBPROTOCOL}`;

/** The response header with the sub-protocols that a server speaks: PROTOCOL.md, "Versions". */
export const PROTOCOLS_HEADER = "tuila-protocols";

/** The `meta` element that has the pass of the player's page: PROTOCOL.md, "The socket". */
export const EMBED_PASS = "tuila-pass";

/** What one peer may send. Sizes in bytes of UTF-8, times in milliseconds. */
export const LIMITS = {
  /** A stream's title, in characters (code points). */
  titleLength: 120,
  /** As many as any server may be set to let into one stream. */
  viewers: 100_000,
  messageBytes: 64 * 1024,
  sdpBytes: 32 * 1024,
  candidateBytes: 1024,
  candidatesPerDescription: 64,
  messagesPerSecond: 30,
  messageBurst: 60,
  badMessages: 3,
  helloTimeout: 5_000,
  queueBytes: 256 * 1024,
} as const;

/**
 * The server pings this often; who was not heard for so long is gone. Milliseconds. A second is left of the 15 within which
 * whoever vanishes is out of the count, for a server that is busy.
 */
export const HEARTBEAT = { interval: 4_000, deadAfter: 14_000 } as const;

/** The socket's own two messages, always in exactly these letters. Either end answers a ping by a pong. */
export const PING = '{"type":"ping"}';
export const PONG = '{"type":"pong"}';

/** Close codes, and whether the same peer should connect again by itself. PROTOCOL.md, "Close codes". */
export const CLOSE = {
  normal: { code: 1000, reconnect: false },
  badInput: { code: 4400, reconnect: false },
  refused: { code: 4403, reconnect: false },
  helloTimeout: { code: 4408, reconnect: true },
  replaced: { code: 4409, reconnect: false },
  silent: { code: 4410, reconnect: true },
  readingTooSlow: { code: 4413, reconnect: true },
  tooManyMessages: { code: 4429, reconnect: true },
  internal: { code: 4500, reconnect: true },
  stopping: { code: 4503, reconnect: true },
  admissionTimeout: { code: 4504, reconnect: true },
} as const;

export type CloseReason = keyof typeof CLOSE;

/** Whether a peer whose socket closed with this code should connect again. Unknown codes are the network's. */
export function mayReconnect(code: number): boolean {
  return Object.values(CLOSE).find((close) => close.code === code)?.reconnect ??
    true;
}

/**
 * What can be wrong with a message, and what is refused: the sentence that a person gets with each code.
 * PROTOCOL.md, "Errors".
 */
export const ERRORS = {
  "not-text": "Send text frames, not binary ones.",
  "not-json": "This is not valid JSON.",
  "bad-message": "This message is not valid for this role. Check its type and fields.",
  "bad-stream-name": "Stream names have 1 to 64 letters, digits, - or _.",
  "message-too-large": "Messages are limited to 64 kB.",
  "sdp-too-large": "Session descriptions are limited to 32 kB.",
  "candidate-too-large": "Candidates are limited to 1 kB.",
  "too-many-candidates": "Each description is limited to 64 candidates.",
  "no-such-link": "This link does not exist.",
  "stream-taken": "This stream name is taken. Choose another name.",
  "key-required": "This server requires a stream key. Use the key you were given.",
  "ticket-refused": "This ticket is no longer valid. Start again.",
  "stream-full": "This stream is full. Try again later.",
  "server-full": "This server is full. Try again later.",
  "store-failed": "This server cannot save a new stream name. Try again later.",
  "removed": "The broadcaster removed you from this stream.",
} as const;

export type ErrorCode = keyof typeof ERRORS;

const INPUT_ERRORS = [
  "not-text",
  "not-json",
  "bad-message",
  "bad-stream-name",
  "message-too-large",
  "sdp-too-large",
  "candidate-too-large",
  "too-many-candidates",
] as const satisfies readonly ErrorCode[];

/** The errors that count towards closing the socket. */
export type InputErrorCode = (typeof INPUT_ERRORS)[number];

export function isInputError(code: ErrorCode): code is InputErrorCode {
  return INPUT_ERRORS.some((known) => known === code);
}

/** The states of a stream. */
export const STREAM_STATES = ["waiting", "live", "paused", "ended"] as const;
export type StreamState = (typeof STREAM_STATES)[number];

// Marks (\p{M}) because words of many scripts cannot be written without them.
// Nothing invisible, which would make two names look the same.
const STREAM_NAME = /^(?!.*\p{DI})[\p{L}\p{N}_-][\p{L}\p{M}\p{N}_-]{0,63}$/u;

/** The canonical (NFC) form of a stream's name, or undefined if it is not one. */
export function parseStreamName(raw: string): string | undefined {
  if (raw.length > 512) return undefined; // a bound on the work of normalize()
  const name = raw.normalize("NFC");
  return STREAM_NAME.test(name) ? name : undefined;
}

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Embeddings, overrides and isolates (Unicode, UAX 9, 2): they would write what is around a title backwards. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

// `isWellFormed()` and `toWellFormed()` would say it shorter, and are missing in browsers that are in use.
const LONE_SURROGATES = /\p{Cs}/gu;

/** A title as it may be sent: NFC, on one line, trimmed and cut to its length; null if nothing is left of it. */
export function tidyTitle(raw: string): string | null {
  const line = raw.replace(LONE_SURROGATES, "\ufffd").replace(TURNS, "").normalize("NFC")
    .replace(BREAKS, " ").trim();
  return [...line].slice(0, LIMITS.titleLength).join("").trim() || null;
}

// Objects are parsed without the fields that this version does not know: PROTOCOL.md, "Versions".

// --- fields ---------------------------------------------------------------------------------------------------------

// Issues carry an error code as their message, so that a failed parse says which refusal it is.
const code = (name: InputErrorCode) => name;

/** Text that survives UTF-8: a lone surrogate would reach the other peer altered. */
const text = (maxBytes: number, tooLarge: InputErrorCode) =>
  v.pipe(
    v.string(),
    v.check((value) => !/\p{Cs}/u.test(value)),
    // No SDP has control characters but line ends, and each takes six bytes in JSON.
    v.check((value) => !/[^\P{Cc}\t\r\n]/u.test(value)),
    v.check((value) => !utf8Exceeds(value, maxBytes), code(tooLarge)), // `maxBytes` would make a copy of each
  );

const Sdp = v.pipe(text(LIMITS.sdpBytes, "sdp-too-large"), v.startsWith("v=0"));
const Negotiation = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Secret = v.pipe(v.string(), v.regex(/^[\w.-]{1,512}$/));
const Peer = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const StreamName = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const name = parseStreamName(dataset.value);
    if (name !== undefined) return name;
    addIssue({ message: code("bad-stream-name") });
    return NEVER;
  }),
);

const Candidate = v.object({
  candidate: text(LIMITS.candidateBytes, "candidate-too-large"),
  sdpMid: v.nullable(text(64, "candidate-too-large")),
  sdpMLineIndex: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535))),
  usernameFragment: v.nullable(text(256, "candidate-too-large")),
});
export type Candidate = v.InferOutput<typeof Candidate>;

const Candidates = v.pipe(
  v.array(Candidate),
  v.minLength(1),
  v.maxLength(LIMITS.candidatesPerDescription, code("too-many-candidates")),
);

const Title = v.nullable(v.pipe(v.string(), v.check((title) => title === tidyTitle(title))));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * - `hidden`: by the broadcaster, who sends black in its place
 * - `stalled`: its source gives nothing now, such as a window that is minimised
 * - `none`: there is no source
 */
export const PICTURE_STATES = ["shown", "hidden", "stalled", "none"] as const;
export type PictureState = (typeof PICTURE_STATES)[number];

export const SOUND_STATES = ["on", "muted", "none"] as const;
export type SoundState = (typeof SOUND_STATES)[number];

/** What there is to see and to hear. */
const Media = v.object({
  picture: v.picklist(PICTURE_STATES),
  sound: v.picklist(SOUND_STATES),
});
export type Media = Readonly<v.InferOutput<typeof Media>>;

/** Where nothing is said of it. */
export const ALL_MEDIA: Media = { picture: "shown", sound: "on" };

export function isSameMedia(a: Media = ALL_MEDIA, b: Media = ALL_MEDIA): boolean {
  return a.picture === b.picture && a.sound === b.sound;
}

/** What a broadcaster says of its stream. `capacity`: how many may watch; null: as many as the server lets. */
const description = () =>
  v.object({
    title: Title,
    capacity: v.nullable(v.pipe(Count, v.maxValue(LIMITS.viewers))),
    media: v.optional(Media),
  });
export type Description = Readonly<v.InferOutput<ReturnType<typeof description>>>;

/** Of a stream of which nothing was said. */
export const NO_DESCRIPTION: Description = { title: null, capacity: null };

/** A description as it may be sent. */
export function tidyDescription({ title, capacity, media }: Description): Description {
  const whole = capacity === null || Number.isNaN(capacity) ? null : Math.trunc(capacity);
  return {
    title: title === null ? null : tidyTitle(title),
    capacity: whole === null ? null : Math.min(Math.max(0, whole), LIMITS.viewers),
    ...isSameMedia(media) ? {} : { media },
  };
}

export function isSameDescription(a: Description, b: Description): boolean {
  return a.title === b.title && a.capacity === b.capacity && isSameMedia(a.media, b.media);
}

type Kind = v.ObjectSchema<
  v.ObjectEntries & { readonly type: v.LiteralSchema<string, undefined> },
  undefined
>;

/**
 * One of these messages. `v.variant` tries one after the other; this goes by the type. What a page never parses is not even
 * in its scripts: hence what is made when it is first needed, and the marks.
 */
/* @__NO_SIDE_EFFECTS__ */
function oneOf<const Kinds extends readonly Kind[]>(kinds: () => Kinds) {
  let byType: Map<unknown, Kinds[number]> | null = null;
  const unknown = v.never();
  return v.lazy((input) => {
    byType ??= new Map(kinds().map((kind) => [kind.entries.type.literal, kind]));
    return byType.get(typeOf(input)) ?? unknown;
  });
}

function typeOf(input: unknown): unknown {
  return typeof input === "object" && input !== null && "type" in input ? input.type : undefined;
}

// --- client → server ------------------------------------------------------------------------------------------------

const Hello = oneOf(() => [
  v.object({
    type: v.literal("publish"),
    stream: StreamName,
    key: v.optional(Secret),
    description: v.optional(description()),
  }),
  v.object({
    type: v.literal("watch"),
    stream: StreamName,
    offer: v.object({ negotiation: Negotiation, sdp: Sdp }),
  }),
  v.object({
    type: v.literal("resume"),
    ticket: Secret,
    negotiation: Negotiation,
    linked: v.boolean(),
    description: v.optional(description()),
  }),
  v.object({ type: v.literal("attach"), ticket: Secret }),
]);

const ViewerMessage = oneOf(() => [
  v.object({
    type: v.literal("offer"),
    negotiation: Negotiation,
    restart: v.boolean(),
    sdp: Sdp,
  }),
  v.object({
    type: v.literal("candidates"),
    negotiation: Negotiation,
    candidates: Candidates,
  }),
  v.object({ type: v.literal("leave") }),
]);

const BroadcasterMessage = oneOf(() => [
  v.object({ type: v.literal("answer"), to: Peer, negotiation: Negotiation, sdp: Sdp }),
  v.object({ type: v.literal("decline"), to: Peer, negotiation: Negotiation }),
  v.object({
    type: v.literal("candidates"),
    to: Peer,
    negotiation: Negotiation,
    candidates: Candidates,
  }),
  v.object({ type: v.literal("describe"), ...description().entries }),
  v.object({ type: v.literal("remove"), peer: Peer }),
  v.object({ type: v.literal("stop") }),
]);

/** The first message of a socket. */
export type Hello = v.InferOutput<typeof Hello>;
/** What a viewer may send after its hello. */
export type ViewerMessage = v.InferOutput<typeof ViewerMessage>;
/** What a broadcaster may send after its hello. */
export type BroadcasterMessage = v.InferOutput<typeof BroadcasterMessage>;
export type ClientMessage = Hello | ViewerMessage | BroadcasterMessage;

// --- server → client ------------------------------------------------------------------------------------------------

const State = v.picklist(STREAM_STATES);
const ErrorMessage = v.object({
  type: v.literal("error"),
  code: v.string(),
  message: v.string(),
});

const IceUrl = v.pipe(v.string(), v.maxLength(512), v.regex(/^(stun|turn)s?:/i));

/** As `RTCIceServer` is in the browser. */
const IceServer = v.object({
  urls: v.pipe(v.array(IceUrl), v.minLength(1)),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});
export type IceServer = v.InferOutput<typeof IceServer>;

/** Whether a path may be direct, or only through a relay, which keeps the peers' addresses from each other. */
export const TRANSPORT_POLICIES = ["all", "relay"] as const;
export type TransportPolicy = (typeof TRANSPORT_POLICIES)[number];

/** How a page finds its paths: what its HTML says. */
export interface IceSettings {
  /** For every link. */
  readonly servers: readonly IceServer[];
  readonly policy: TransportPolicy;
  /** Whether there is a relay, now or once we are let in. */
  readonly hasRelay: boolean;
}

/** Relays for this peer alone, good for a while; others follow before they end. */
const Relays = v.object({ type: v.literal("ice-servers"), servers: v.array(IceServer) });

/** What a viewer is told of its stream. */
const About = v.object({
  title: Title,
  /** How many watch. */
  viewers: Count,
  /** This viewer's place in line, from 1; null where it has or needs none. */
  place: v.nullable(v.pipe(Count, v.minValue(1))),
  media: v.optional(Media),
});
export type About = Readonly<v.InferOutput<typeof About>>;

const ToViewer = oneOf(() => [
  v.object({
    type: v.literal("watching"),
    peer: Peer,
    ticket: Secret,
    stream: StreamName,
    state: State,
    about: About,
  }),
  v.object({ type: v.literal("state"), state: State }),
  v.object({ type: v.literal("about"), ...About.entries }),
  v.object({ type: v.literal("answer"), negotiation: Negotiation, sdp: Sdp }),
  v.object({
    type: v.literal("candidates"),
    negotiation: Negotiation,
    candidates: Candidates,
  }),
  v.object({ type: v.literal("declined"), negotiation: Negotiation }),
  v.object({ type: v.literal("renew") }),
  Relays,
  ErrorMessage,
]);

const toBroadcaster = () =>
  oneOf(() => [
    v.object({
      type: v.literal("publishing"),
      peer: Peer,
      ticket: Secret,
      stream: StreamName,
      key: v.nullable(Secret),
      left: v.array(Peer),
      elapsed: Count,
    }),
    v.object({
      type: v.literal("offer"),
      from: Peer,
      negotiation: Negotiation,
      restart: v.boolean(),
      sdp: Sdp,
      candidates: v.pipe(v.array(Candidate), v.maxLength(LIMITS.candidatesPerDescription)),
    }),
    v.object({
      type: v.literal("candidates"),
      from: Peer,
      negotiation: Negotiation,
      candidates: Candidates,
    }),
    v.object({ type: v.literal("left"), peer: Peer }),
    v.object({ type: v.literal("viewers"), count: Count, waiting: Count }),
    Relays,
    ErrorMessage,
  ]);

/** What the server tells a viewer. */
export type ToViewer = v.InferOutput<typeof ToViewer>;
/** What the server tells a broadcaster. */
export type ToBroadcaster = v.InferOutput<ReturnType<typeof toBroadcaster>>;
export type ServerMessage = ToViewer | ToBroadcaster;

// --- parsing --------------------------------------------------------------------------------------------------------

/** A message, or the code that says what is wrong with it. */
export type Parsed<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly code: InputErrorCode };

/** What one side understands: turns a frame's data into a message or a refusal. Never throws. */
export type Parser<Message> = (data: unknown) => Parsed<Message>;

export const parseHello: Parser<Hello> = parser(Hello);
export const parseViewerMessage: Parser<ViewerMessage> = parser(ViewerMessage);
export const parseBroadcasterMessage: Parser<BroadcasterMessage> = parser(BroadcasterMessage);
// What the server says is parsed too: a page may outlive its server's version.
const { queueBytes } = LIMITS;
export const parseToViewer: Parser<ToViewer> = parser(ToViewer, queueBytes);
let broadcasterParser: Parser<ToBroadcaster> | null = null;
export const parseToBroadcaster: Parser<ToBroadcaster> = (data) => {
  broadcasterParser ??= parser(toBroadcaster(), queueBytes);
  return broadcasterParser(data);
};

/* @__NO_SIDE_EFFECTS__ */
function parser<Message>(
  schema: v.GenericSchema<unknown, Message>,
  maxBytes: number = LIMITS.messageBytes,
): Parser<Message> {
  return (data) => {
    if (typeof data !== "string") return refuse("not-text");
    if (utf8Exceeds(data, maxBytes)) return refuse("message-too-large");
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      return refuse("not-json");
    }
    const result = v.safeParse(schema, json, { abortEarly: true });
    if (result.success) return { ok: true, message: result.output };
    const issue = result.issues[0].message;
    return refuse(INPUT_ERRORS.find((known) => known === issue) ?? "bad-message");
  };
}

function refuse(code: InputErrorCode): { ok: false; code: InputErrorCode } {
  return { ok: false, code };
}

const ENCODER = new TextEncoder();
const scratch = new Uint8Array(LIMITS.queueBytes);

/** Whether a text has more bytes than that in UTF-8, which are at most `queueBytes`; encodes where its length does not tell. */
export function utf8Exceeds(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  if (text.length * 3 <= bytes) return false;
  const { read, written } = ENCODER.encodeInto(text, scratch);
  return read < text.length || written > bytes;
}
