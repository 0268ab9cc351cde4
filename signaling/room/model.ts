/** What a room is, what can happen to it, and what it can ask for. Plain data. */
import { Viewers } from "./viewers.ts";
import type { BroadcasterMessage, ViewerMessage } from "../protocol/client_messages.ts";
import { type Description, NO_DESCRIPTION } from "../protocol/description.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { Candidate } from "../protocol/fields.ts";
import type { StreamDetails, ToBroadcaster, ToViewer } from "../protocol/server_messages.ts";

export type PeerId = string;
export type Role = "broadcaster" | "viewer";

/** Bounds of one room. Times in milliseconds. */
export interface RoomLimits {
  readonly viewers: number;
  /** How many SFUs there are at most beside them. */
  readonly sfus: number;
  /** How long a viewer whose socket dropped keeps its place. */
  readonly viewerWindow: number;
  /** How long it counts as watching meanwhile: its link may well carry media. */
  readonly countedFor: number;
  /** How long a broadcaster whose socket dropped keeps its seat. */
  readonly broadcasterWindow: number;
  /** How long a waiting offer is good: its candidates and TURN allocations go stale. */
  readonly offerFresh: number;
  /** Bounds what a source that reads slowly is sent at once. */
  readonly offersInFlight: number;
  /** After this an unanswered offer gives its turn to the next. */
  readonly answerTimeout: number;
  /** How often everyone may be told that the title, the count or their places have changed. */
  readonly detailsEvery: number;
}

/** Those that are no settings of the server. */
export const ROOM_LIMITS: Omit<RoomLimits, "viewers" | "viewerWindow" | "broadcasterWindow"> = {
  sfus: 4,
  countedFor: 10_000,
  offerFresh: 30_000,
  offersInFlight: 8,
  answerTimeout: 10_000,
  detailsEvery: 1_000,
};

/** Belongs to whoever runs its steps: each takes it over, and the viewers of the next are those of this one, changed. */
export interface Room {
  readonly stream: string;
  readonly seat: Seat;
  /** When the broadcast began: whoever comes back to the seat goes on with it. Without one, when the state was reached. */
  readonly since: number;
  readonly viewers: Viewers;
  readonly description: Description;
  /** Whom the broadcaster has removed: their tickets are void. The newest, as many as may watch. */
  readonly removed: Set<PeerId>;
  /** Until when everyone is told nothing more about the stream. */
  readonly quietUntil: number;
  /** Whether something is kept back until then. */
  readonly keptBack: boolean;
}

export type Seat =
  | { readonly state: "waiting" }
  | { readonly state: "live"; readonly broadcaster: PeerId }
  | {
    readonly state: "paused";
    readonly broadcaster: PeerId;
    readonly until: number;
    /** The viewers that left meanwhile: their links are to be closed. The newest, as many as may watch. */
    readonly left: PeerId[];
  }
  | { readonly state: "ended" };

export interface Viewer {
  /** Greater than that of everyone who came before. */
  readonly arrival: number;
  /** null while its socket is open, else when its place is given up. */
  readonly awayUntil: number | null;
  /** While it is away: until when it still counts as watching; null once it does not, and while it is here. */
  readonly countedUntil: number | null;
  /** The newest negotiation that it has used. */
  readonly negotiation: number;
  /** Its newest offer, until a source is handed it. */
  readonly held: HeldOffer | null;
  /** The offer that its source was handed last. */
  readonly link: Link | null;
  /**
   * Who was handed that offer, or one before it, and may have a connection with this viewer. null: nobody, as far as this
   * room knows; a link that a viewer brings along is taken for the broadcaster's.
   */
  readonly source: PeerId | null;
  /** It was asked for a fresh offer, which has not come yet. */
  readonly renewRequested: boolean;
  /** Its offers may be handed over. Once so, until it goes or the stream ends; the others are in the queue. */
  readonly hasSlot: boolean;
  /** What it was told about the stream last, on this socket. */
  readonly lastDetails: StreamDetails | null;
  /** What an SFU is besides: a source to viewers, neither counted nor queued as one of them. null: it is a viewer. */
  readonly sfu: Sfu | null;
}

export interface Sfu {
  /** The viewers that left it while it was away: their links are to be closed. The newest, as many as may watch. */
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
  /** When the source must have answered; null once it has. */
  readonly answerBy: number | null;
  /** What was handed to the source, until it has answered: another is handed it if this one goes. */
  readonly offer: HeldOffer | null;
  /** What that takes of the source's queue. */
  readonly size: number;
  /** How many candidates were passed on, from each side. */
  readonly passed: Readonly<Record<"viewer" | "source", number>>;
}

/** What a source says to a viewer, whoever it is. */
export type SourceMessage = Extract<BroadcasterMessage, { readonly to: PeerId }>;

/** What a source is told of its viewers. */
export type ToSource = Extract<ToBroadcaster, { readonly type: "offer" | "candidates" | "left" }>;

/** What happened. Who may do it (keys, tickets) was settled before. */
export type RoomEvent =
  | {
    readonly type: "publish";
    readonly peer: PeerId;
    readonly description: Description;
  }
  | {
    readonly type: "watch";
    readonly peer: PeerId;
    readonly offer: { readonly negotiation: number; readonly sdp: string };
  }
  | {
    /** A peer is back on a new socket. */
    readonly type: "resume";
    readonly role: Role;
    readonly peer: PeerId;
    readonly negotiation: number;
    /** Whether a viewer has a link, as far as it knows. Believed where the room does not know better. */
    readonly linked: boolean;
    /** The server restarted and lost its rooms: believe a broadcaster that this room does not know. */
    readonly rebuild: boolean;
    /** What a broadcaster says of its stream. */
    readonly description: Description;
  }
  | {
    /** An SFU comes, or is back on a new socket. What it says as a viewer and how it goes are a viewer's events. */
    readonly type: "source-joined";
    readonly peer: PeerId;
    /** The newest that it has used, and whether its own link is up, as far as it knows. */
    readonly negotiation: number;
    readonly linked: boolean;
  }
  | {
    /** What an SFU says to one of its viewers. */
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
  /** A peer's socket closed without a word. `since`: when it was heard last, if that is longer ago. */
  | { readonly type: "away"; readonly peer: PeerId; readonly since?: number }
  /** A deadline has come. */
  | { readonly type: "tick" };

/** What a peer is told as it is admitted. A room knows neither its ticket nor its key. */
export type Welcome =
  | Omit<Extract<ToViewer, { readonly type: "watching" }>, "ticket">
  | Omit<Extract<ToBroadcaster, { readonly type: "publishing" }>, "ticket" | "key">;

/** What goes to many in the same words is one message, the same object for all: it need be written out only once. */
export type Effect =
  /** This peer gets in: it is sent its welcome, before anything else. Whoever sends it adds the secrets. */
  | { readonly type: "admitted"; readonly peer: PeerId; readonly welcome: Welcome }
  | {
    readonly type: "send";
    readonly to: PeerId;
    readonly message: ToViewer | ToBroadcaster;
  }
  /** This peer's message is refused. */
  | { readonly type: "reject"; readonly peer: PeerId; readonly code: ErrorCode }
  /** This peer does not get in. */
  | { readonly type: "refuse"; readonly peer: PeerId; readonly code: ErrorCode }
  /** This peer is no longer of the room. */
  | {
    readonly type: "dismiss";
    readonly peer: PeerId;
    readonly reason: "normal" | "replaced";
  }
  /** The seat is nobody's: no ticket brings anyone back to it. */
  | { readonly type: "vacate" };

export interface Step {
  readonly room: Room;
  readonly effects: readonly Effect[];
}

/** @param now milliseconds on any clock that does not go back; the same for all calls */
export function createRoom(stream: string, now: number): Room {
  return {
    stream,
    seat: { state: "waiting" },
    since: now,
    viewers: new Viewers(),
    description: NO_DESCRIPTION,
    removed: new Set(),
    quietUntil: now,
    keptBack: false,
  };
}

/** Whether somebody broadcasts, or may come back to it. */
export function isOnAir(seat: Seat): seat is Extract<Seat, { readonly broadcaster: PeerId }> {
  return seat.state === "live" || seat.state === "paused";
}

/** Whether there is nobody left to keep this room for. */
export function isIdle(room: Room): boolean {
  return room.viewers.isEmpty &&
    (room.seat.state === "waiting" || room.seat.state === "ended");
}

/** When the room must be given a `tick` next, or null. */
export function deadline({ seat, viewers, keptBack, quietUntil }: Room): number | null {
  const next = Math.min(
    viewers.nextWait()?.at ?? Infinity,
    seat.state === "paused" ? seat.until : Infinity,
    keptBack ? quietUntil : Infinity,
  );
  return next === Infinity ? null : next;
}
