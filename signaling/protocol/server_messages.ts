/** Messages from the server to peers. PROTOCOL.md, "Messages". */
import * as v from "valibot";
import { Count, Media, Title } from "./description.ts";
import { Candidate, Candidates, Negotiation, Peer, Sdp, Secret, StreamName } from "./fields.ts";
import { IceServer } from "./ice_servers.ts";
import { LIMITS } from "./limits.ts";
import { oneOf, type Parser, parser } from "./parser.ts";

export const STREAM_STATES = ["waiting", "live", "paused", "ended"] as const;

export type StreamState = (typeof STREAM_STATES)[number];

const State = v.picklist(STREAM_STATES);

const ErrorMessage = v.object({
  type: v.literal("error"),
  code: v.string(),
  message: v.string(),
  /** How long to wait before trying again, in milliseconds. */
  retryAfter: v.optional(Count),
});

/** TURN servers with credentials for this peer. New ones follow before they expire. */
const TurnServers = v.object({ type: v.literal("ice-servers"), servers: v.array(IceServer) });

const StreamDetails = v.object({
  title: Title,
  /** How many watch. */
  viewers: Count,
  /** This viewer's place in the queue, from 1; null if it is not queued. */
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

/** A message from the server to a viewer. */
export type ToViewer = v.InferOutput<typeof ToViewer>;

/** A message from the server to a broadcaster. */
export type ToBroadcaster = v.InferOutput<ReturnType<typeof toBroadcaster>>;

export type ServerMessage = ToViewer | ToBroadcaster;

// Pages parse the server's messages too, because a page may be older than its server.
export const parseToViewer: Parser<ToViewer> = parser(ToViewer, LIMITS.queueBytes);

let broadcasterParser: Parser<ToBroadcaster> | null = null;

export const parseToBroadcaster: Parser<ToBroadcaster> = (data) => {
  broadcasterParser ??= parser(toBroadcaster(), LIMITS.queueBytes);
  return broadcasterParser(data);
};
