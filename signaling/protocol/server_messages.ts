/** What the server sends to peers. PROTOCOL.md, "Messages". */
import * as v from "valibot";
import { Count, Media, Title } from "./description.ts";
import { Candidate, Candidates, Negotiation, Peer, Sdp, Secret, StreamName } from "./fields.ts";
import { IceServer } from "./ice_servers.ts";
import { LIMITS } from "./limits.ts";
import { oneOf, type Parser, parser } from "./parser.ts";

/** The states of a stream. */
export const STREAM_STATES = ["waiting", "live", "paused", "ended"] as const;

export type StreamState = (typeof STREAM_STATES)[number];

const State = v.picklist(STREAM_STATES);

const ErrorMessage = v.object({
  type: v.literal("error"),
  code: v.string(),
  message: v.string(),
});

/** TURN servers for this peer alone, good for a while; others follow before they end. */
const TurnServers = v.object({ type: v.literal("ice-servers"), servers: v.array(IceServer) });

/** What a viewer is told of its stream. */
const StreamDetails = v.object({
  title: Title,
  /** How many watch. */
  viewers: Count,
  /** This viewer's place in line, from 1; null where it has or needs none. */
  place: v.nullable(v.pipe(Count, v.minValue(1))),
  media: v.optional(Media),
});

export type StreamDetails = Readonly<v.InferOutput<typeof StreamDetails>>;

const ToViewer = oneOf(() => [
  v.object({
    type: v.literal("watching"),
    peer: Peer,
    ticket: Secret,
    stream: StreamName,
    state: State,
    details: StreamDetails,
  }),
  v.object({ type: v.literal("state"), state: State }),
  v.object({ type: v.literal("details"), ...StreamDetails.entries }),
  v.object({ type: v.literal("answer"), negotiation: Negotiation, sdp: Sdp }),
  v.object({
    type: v.literal("candidates"),
    negotiation: Negotiation,
    candidates: Candidates,
  }),
  v.object({ type: v.literal("declined"), negotiation: Negotiation }),
  v.object({ type: v.literal("renew") }),
  TurnServers,
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
    TurnServers,
    ErrorMessage,
  ]);

/** What the server tells a viewer. */
export type ToViewer = v.InferOutput<typeof ToViewer>;

/** What the server tells a broadcaster. */
export type ToBroadcaster = v.InferOutput<ReturnType<typeof toBroadcaster>>;

export type ServerMessage = ToViewer | ToBroadcaster;

// What the server says is parsed too: a page may outlive its server's version.
export const parseToViewer: Parser<ToViewer> = parser(ToViewer, LIMITS.queueBytes);

let broadcasterParser: Parser<ToBroadcaster> | null = null;

export const parseToBroadcaster: Parser<ToBroadcaster> = (data) => {
  broadcasterParser ??= parser(toBroadcaster(), LIMITS.queueBytes);
  return broadcasterParser(data);
};
