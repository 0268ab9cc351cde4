/** A room's data: its state, the events it takes and the effects it returns. */
import { Viewers } from "./viewers.ts";
import type { BroadcasterMessage, ViewerMessage } from "../protocol/client_messages.ts";
import { type Description, NO_DESCRIPTION } from "../protocol/description.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { Candidate } from "../protocol/fields.ts";
import type { StreamDetails, ToBroadcaster, ToViewer } from "../protocol/server_messages.ts";

export type PeerId = string;
export type Role = "broadcaster" | "viewer";

/** Limits of one room. Times in milliseconds. */
export interface RoomLimits {
  readonly viewers: number;
  /** SFUs in addition to the viewers. */
  readonly sfus: number;
  /** How long a viewer whose socket dropped keeps its place. */
  readonly viewerWindow: number;
  /** How long such a viewer still counts as watching, because its link may still carry media. */
  readonly countedFor: number;
  /** How long a broadcaster whose socket dropped keeps its seat. */
  readonly broadcasterWindow: number;
  /** How long a held offer is usable: its candidates and TURN allocations go stale. */
  readonly offerFresh: number;
  /** How many unanswered offers a source may have, so that a source that reads slowly is not flooded. */
  readonly offersInFlight: number;
  /** How long a source may take to answer an offer. After that its viewer is asked for a new one. */
  readonly answerTimeout: number;
  /** The minimum interval between `details` messages to all viewers. */
  readonly detailsEvery: number;
}

/** The limits that are not server settings. */
export const ROOM_LIMITS: Omit<RoomLimits, "viewers" | "viewerWindow" | "broadcasterWindow"> = {
  sfus: 4,
  countedFor: 10_000,
  offerFresh: 30_000,
  offersInFlight: 8,
  answerTimeout: 10_000,
  detailsEvery: 1_000,
};

/** `step` consumes a room: it changes `viewers` and `removed` in place, and the next room shares them. */
export interface Room {
  readonly stream: string;
  readonly seat: Seat;
  /** When the broadcast began; pauses and new broadcasters do not reset it. Without one: when the state began. */
  readonly since: number;
  readonly viewers: Viewers;
  readonly description: Description;
  /** Viewers that the broadcaster removed: their tickets are void. The newest ones, at most `RoomLimits.viewers`. */
  readonly removed: Set<PeerId>;
  /** Until when no `details` go to all viewers. */
  readonly throttledUntil: number;
  /** Whether changed details are to be sent then. */
  readonly detailsDeferred: boolean;
}

export type Seat =
  | { readonly state: "waiting" }
  | { readonly state: "live"; readonly broadcaster: PeerId }
  | {
    readonly state: "paused";
    readonly broadcaster: PeerId;
    readonly until: number;
    /** Viewers that left meanwhile, whose links must be closed. The newest ones, at most `RoomLimits.viewers`. */
    readonly left: PeerId[];
  }
  | { readonly state: "ended" };

export interface Viewer {
  /** Greater than that of every peer that arrived before. */
  readonly arrival: number;
  /** null while its socket is open, else when its place expires. */
  readonly awayUntil: number | null;
  /** While it is away: until when it still counts as watching. null afterwards, and while it is present. */
  readonly countedUntil: number | null;
  /** Its newest negotiation number. */
  readonly negotiation: number;
  /** Its newest offer, until it is handed to a source. */
  readonly held: HeldOffer | null;
  /** The negotiation that was handed to its source last. */
  readonly link: Link | null;
  /**
   * The source that was handed that offer or an earlier one, and so may have a connection with this viewer. null: none
   * that this room knows of. A link that a resuming viewer reports then counts as the broadcaster's.
   */
  readonly source: PeerId | null;
  /** Whether it was sent `renew` and has not offered since. */
  readonly renewRequested: boolean;
  /** Whether its offers may be handed over. It keeps its slot until it or the stream ends; without one it is queued. */
  readonly hasSlot: boolean;
  /** The last details sent on its present socket. */
  readonly lastDetails: StreamDetails | null;
  /** Set for an SFU, which is also a source, and neither counted nor queued as a viewer. null for a viewer. */
  readonly sfu: Sfu | null;
}

export interface Sfu {
  /** Viewers that left while it was away: it must close their links. The newest ones, at most `RoomLimits.viewers`. */
  readonly left: readonly PeerId[];
}

export interface HeldOffer {
  readonly restart: boolean;
  readonly sdp: string;
  readonly candidates: readonly Candidate[];
  readonly since: number;
}

export interface Link {
  readonly negotiation: number;
  /** When the source must have answered by; null once it has. */
  readonly answerBy: number | null;
  /** The offer, until it is answered: if this source goes, another is handed it. */
  readonly offer: HeldOffer | null;
  /** The size of that offer in JSON, about the bytes it takes in the source's send queue. */
  readonly size: number;
  /** How many candidates each side has sent for this negotiation. */
  readonly passed: Readonly<Record<"viewer" | "source", number>>;
}

/** A message from a source (broadcaster or SFU) to a viewer. */
export type SourceMessage = Extract<BroadcasterMessage, { readonly to: PeerId }>;

/** A message from the server to a source about a viewer. */
export type ToSource = Extract<ToBroadcaster, { readonly type: "offer" | "candidates" | "left" }>;

/** Something that happened. Keys and tickets were checked before. */
export type RoomEvent =
  | {
    readonly type: "publish";
    readonly peer: PeerId;
    readonly description: Description;
  }
  | {
    readonly type: "watch";
    readonly peer: PeerId;
    /** The network that it comes from, by a name that is the same for all of its peers. */
    readonly network: string;
    readonly offer: { readonly negotiation: number; readonly sdp: string };
  }
  | {
    /** A peer comes back on a new socket. */
    readonly type: "resume";
    readonly role: Role;
    readonly peer: PeerId;
    readonly network: string;
    readonly negotiation: number;
    /** Whether the viewer believes that it has a link. Used only if the room does not know the viewer. */
    readonly linked: boolean;
    /** Whether the server restarted recently and lost its rooms, so that an unknown broadcaster is accepted. */
    readonly rebuild: boolean;
    /** A broadcaster's description of its stream. */
    readonly description: Description;
  }
  | {
    /** An SFU joins, or comes back on a new socket. For its own link and for leaving it uses a viewer's events. */
    readonly type: "source-joined";
    readonly peer: PeerId;
    /** Its newest negotiation number, and whether it believes that its own link is up. */
    readonly negotiation: number;
    readonly linked: boolean;
  }
  | {
    /** A message from an SFU to one of its viewers. */
    readonly type: "source";
    readonly peer: PeerId;
    readonly message: SourceMessage;
  }
  | {
    readonly type: "viewer";
    readonly peer: PeerId;
    readonly message: ViewerMessage;
  }
  | {
    readonly type: "broadcaster";
    readonly peer: PeerId;
    readonly message: BroadcasterMessage;
  }
  /** A peer's socket closed without `leave` or `stop`. `since`: when its last message came, if that was earlier. */
  | { readonly type: "away"; readonly peer: PeerId; readonly since?: number }
  /** A deadline has passed. */
  | { readonly type: "tick" };

/** The message that admits a peer, without the ticket and key, which a room does not know. */
export type Welcome =
  | Omit<Extract<ToViewer, { readonly type: "watching" }>, "ticket">
  | Omit<Extract<ToBroadcaster, { readonly type: "publishing" }>, "ticket" | "key">;

/** An equal message to many peers is one shared object, so that it is serialized only once. */
export type Effect =
  /** Admit this peer: send the welcome before anything else. The hub adds the ticket and key. */
  | { readonly type: "admitted"; readonly peer: PeerId; readonly welcome: Welcome }
  | {
    readonly type: "send";
    readonly to: PeerId;
    readonly message: ToViewer | ToBroadcaster;
  }
  /** Refuse a message of this peer. */
  | { readonly type: "reject"; readonly peer: PeerId; readonly code: ErrorCode }
  /** Refuse this peer, and close its connection. */
  | { readonly type: "refuse"; readonly peer: PeerId; readonly code: ErrorCode }
  /** Close the connection of a peer that has left the room. */
  | {
    readonly type: "dismiss";
    readonly peer: PeerId;
    readonly reason: "normal" | "replaced";
  }
  /** The seat is free: the broadcaster's ticket is void. */
  | { readonly type: "vacate" };

export interface Step {
  readonly room: Room;
  readonly effects: readonly Effect[];
}

/** @param now milliseconds of a monotonic clock, the same for all calls */
export function createRoom(stream: string, now: number): Room {
  return {
    stream,
    seat: { state: "waiting" },
    since: now,
    viewers: new Viewers(),
    description: NO_DESCRIPTION,
    removed: new Set(),
    throttledUntil: now,
    detailsDeferred: false,
  };
}

/** Whether the stream is live or paused. */
export function isOnAir(seat: Seat): seat is Extract<Seat, { readonly broadcaster: PeerId }> {
  return seat.state === "live" || seat.state === "paused";
}

/** Whether the room can be deleted. */
export function isIdle(room: Room): boolean {
  return room.viewers.isEmpty &&
    (room.seat.state === "waiting" || room.seat.state === "ended");
}

/** When the room needs its next `tick`, or null. */
export function deadline({ seat, viewers, detailsDeferred, throttledUntil }: Room): number | null {
  const next = Math.min(
    viewers.nextDeadline()?.at ?? Infinity,
    seat.state === "paused" ? seat.until : Infinity,
    detailsDeferred ? throttledUntil : Infinity,
  );
  return next === Infinity ? null : next;
}
