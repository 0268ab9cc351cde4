/** Messages from peers to the server. PROTOCOL.md, "Messages". */
import * as v from "valibot";
import { description } from "./description.ts";
import { Candidates, Negotiation, Peer, Sdp, Secret, StreamName } from "./fields.ts";
import { Offer } from "./offer.ts";
import { oneOf, type Parser, parser } from "./parser.ts";

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
    offer: v.object({ negotiation: Negotiation, sdp: Offer }),
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
    sdp: Offer,
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

/** A viewer's message after its hello. */
export type ViewerMessage = v.InferOutput<typeof ViewerMessage>;

/** A broadcaster's message after its hello. */
export type BroadcasterMessage = v.InferOutput<typeof BroadcasterMessage>;

export type ClientMessage = Hello | ViewerMessage | BroadcasterMessage;

export const parseHello: Parser<Hello> = parser(Hello);

export const parseViewerMessage: Parser<ViewerMessage> = parser(ViewerMessage);

export const parseBroadcasterMessage: Parser<BroadcasterMessage> = parser(BroadcasterMessage);
