import { NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import { step } from "@/signaling/room/room.ts";
import {
  createRoom,
  deadline,
  type Effect,
  isIdle,
  type RoomEvent,
  type SourceMessage,
  type Welcome,
} from "@/signaling/room/model.ts";
import { ROOM_LIMITS } from "./limits.ts";
import { candidates, sdp } from "./messages.ts";

/** Sends events to a room. Every call returns the effects as short lines of text. */
export class RoomDriver {
  now = 0;
  #room = createRoom("live", 0);

  /** The `details` messages of the last call, which are not in its return value. */
  details: string[] = [];

  send(event: RoomEvent): string[] {
    const { room, effects } = step(this.#room, event, this.now, ROOM_LIMITS);
    this.#room = room;
    const lines = effects.flatMap(linesOf);
    this.details = lines.filter((line) => line.includes("< details"));
    return lines.filter((line) => !line.includes("< details"));
  }

  wait(milliseconds: number): string[] {
    this.now += milliseconds;
    return this.send({ type: "tick" });
  }

  publish = (peer = "b", description = NO_DESCRIPTION) =>
    this.send({ type: "publish", peer, description });
  watch = (peer: string) =>
    this.send({ type: "watch", peer, network: "1", offer: { negotiation: 1, sdp: sdp(peer) } });
  away = (peer: string) => this.send({ type: "away", peer });
  resume = (
    role: "viewer" | "broadcaster",
    peer: string,
    { linked = true, rebuild = false, description = NO_DESCRIPTION } = {},
  ) =>
    this.send({
      type: "resume",
      role,
      peer,
      network: "1",
      negotiation: 1,
      linked,
      rebuild,
      description,
    });
  /** An SFU joins, or comes back. */
  joins = (peer: string, linked = false) =>
    this.send({ type: "source-joined", peer, negotiation: 0, linked });
  offer = (peer: string, negotiation: number, restart = false) =>
    this.send({
      type: "viewer",
      peer,
      message: { type: "offer", negotiation, restart, sdp: sdp(peer) },
    });
  /** A viewer's candidates. */
  trickle = (peer: string, count: number, negotiation = 1) =>
    this.send({
      type: "viewer",
      peer,
      message: { type: "candidates", negotiation, candidates: candidates(count) },
    });
  leave = (peer: string) => this.send({ type: "viewer", peer, message: { type: "leave" } });
  answer = (to: string, negotiation = 1, peer = "b") =>
    this.send({
      type: "broadcaster",
      peer,
      message: { type: "answer", to, negotiation, sdp: sdp("answer") },
    });
  /** A message from an SFU to a viewer. */
  forwards = (peer: string, message: SourceMessage) => this.send({ type: "source", peer, message });
  sfuAnswers = (peer: string, to: string, negotiation = 1) =>
    this.forwards(peer, { type: "answer", to, negotiation, sdp: sdp("answer") });
  decline = (to: string, negotiation = 1) =>
    this.send({ type: "broadcaster", peer: "b", message: { type: "decline", to, negotiation } });
  describe = (title: string | null, capacity: number | null) =>
    this.send({ type: "broadcaster", peer: "b", message: { type: "describe", title, capacity } });
  removes = (viewer: string) =>
    this.send({ type: "broadcaster", peer: "b", message: { type: "remove", peer: viewer } });
  stop = (peer = "b") => this.send({ type: "broadcaster", peer, message: { type: "stop" } });

  get deadline(): number | null {
    return deadline(this.#room);
  }

  get isIdle(): boolean {
    return isIdle(this.#room);
  }
}

/** An effect as short lines. The welcome of a viewer has a second line for its details. */
function linesOf(effect: Effect): string[] {
  if (effect.type !== "admitted" || effect.welcome.type !== "watching") return [inWords(effect)];
  const { peer: to, welcome: { details } } = effect;
  return [inWords(effect), inWords({ type: "send", to, message: { type: "details", ...details } })];
}

function describeWelcome(welcome: Welcome): string {
  if (welcome.type === "watching") return `watching ${welcome.state}`;
  return `publishing${welcome.left.length === 0 ? "" : `, left: ${welcome.left}`}`;
}

function inWords(effect: Effect): string {
  if (effect.type === "vacate") return "vacate";
  if (effect.type === "admitted") return `${effect.peer} < ${describeWelcome(effect.welcome)}`;
  if (effect.type !== "send") {
    return `${effect.type} ${effect.peer}: ${"code" in effect ? effect.code : effect.reason}`;
  }
  const { to, message } = effect;
  switch (message.type) {
    case "state":
      return `${to} < state ${message.state}`;
    case "offer":
      return `${to} < offer ${message.negotiation} of ${message.from}${
        message.candidates.length === 0 ? "" : `, ${message.candidates.length} candidates`
      }`;
    case "candidates":
      return `${to} < ${message.candidates.length} candidates`;
    case "left":
      return `${to} < left ${message.peer}`;
    case "viewers":
      return `${to} < viewers ${message.count}${
        message.waiting === 0 ? "" : `, waiting ${message.waiting}`
      }`;
    case "details":
      return `${to} < details ${message.viewers}${
        message.place === null ? "" : `, place ${message.place}`
      }${message.title === null ? "" : `, ${message.title}`}`;
    case "answer":
    case "declined":
      return `${to} < ${message.type} ${message.negotiation}`;
    default:
      return `${to} < ${message.type}`;
  }
}
