/** What the viewer's machine knows, what can happen to it, and what it can ask for. Plain data. */
import type { Outage } from "@/signaling/protocol/outage.ts";
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";
import type { StreamDetails, StreamState, ToViewer } from "@/signaling/protocol/server_messages.ts";

export interface WatchMachine {
  /**
   * `over`: the server will not have us, and trying again is useless. `replaced`: another page came with our ticket.
   * `no-webrtc`: this browser makes no links.
   */
  readonly contact: "none" | "connecting" | "open" | "lost" | "over" | "replaced" | "no-webrtc";
  /** Why there is no contact, as far as is known. */
  readonly outage: Outage;
  /** The code with which the server did not let us in last, if it did not. */
  readonly refusal: string | null;
  /** With which this page comes back as the same peer. */
  readonly ticket: string | null;
  readonly stream: StreamState | null;
  /** What the server said of the stream last. */
  readonly details: StreamDetails | null;
  /** When this page's socket, or the broadcaster's, was back last. Who had no media since may have lost the whole path. */
  readonly backAt: number;
  /** The number of the newest offer. What belongs to an older one comes too late. */
  readonly negotiation: number;
  /** The number of the offer that went along with `watch`. */
  readonly watchedWith: number;
  /**
   * Whether the page's head has offered the link in use. Its answer may come by HTTP, also where the head's socket is lost:
   * whoever comes in anew must not offer it again, as another peer.
   */
  readonly early: boolean;
  /** Which link is in use; an event of an older one is let go. */
  readonly linkId: number;
  readonly link: LinkState;
  /** Whether we were given TURN servers, and whether the link in use was made with them. */
  readonly turnServers: "none" | "given" | "in-use";
  /** Whether no direct path is wanted. */
  readonly relayOnly: boolean;
  /** How many links in a row have failed before they carried anything. */
  readonly failures: number;
  /** Whether anything was ever seen. */
  readonly played: boolean;
}

/** `until`: when to give up and take the next step. */
export type LinkState =
  /** There is none; the next is made then, or (null) when the server asks for it. */
  | { readonly name: "none"; readonly until: number | null }
  /** Offered, not connected yet. null: nobody is there yet to answer, or we are in line. */
  | { readonly name: "made"; readonly until: number | null }
  /** Answered, but offered before there were TURN servers, which it may need. */
  | { readonly name: "without-turn"; readonly until: number }
  /** Connected. `cameAt`: when media came last. */
  | { readonly name: "up"; readonly flowing: boolean; readonly cameAt: number }
  /** It broke; it may come back by itself. */
  | { readonly name: "broken"; readonly until: number; readonly cameAt: number }
  /** ICE is being restarted. */
  | { readonly name: "restarting"; readonly until: number; readonly tries: number };

export type WatchEvent =
  /** `saidHello`: the page's head has said hello, or is about to, with the offer of the first link. */
  | { readonly type: "start"; readonly relayOnly: boolean; readonly saidHello?: boolean }
  /** The page goes away, or this browser makes no links. */
  | { readonly type: "leave" | "no-webrtc" }
  /** The broadcaster has removed this browser: as another page of it was told, or not long ago. */
  | { readonly type: "removed" }
  /** `saidHello`: that was done on this socket. */
  | { readonly type: "opened"; readonly saidHello?: boolean }
  | { readonly type: "lost"; readonly outage?: Outage }
  | { readonly type: "relay-only"; readonly on: boolean }
  | { readonly type: "closed"; readonly code: number }
  | { readonly type: "heard"; readonly message: ToViewer }
  | { readonly type: "connected" | "disconnected" | "failed"; readonly link: number }
  /** A look at what the link received: whether it was anything since the last look. */
  | { readonly type: "media"; readonly link: number; readonly arrives: boolean }
  /** `unusable`: the answer could not be applied. `no-offer`: the link could not be made, or makes no offer. */
  | { readonly type: "unusable" | "no-offer"; readonly link: number }
  | { readonly type: "tick" };

export type WatchAction =
  | { readonly type: "connect"; readonly delay: number }
  | { readonly type: "watch" | "resume" }
  /** The offer that the page's head sent is the link's. */
  | { readonly type: "offered" }
  /** Makes a link in place of the one before. */
  | { readonly type: "link" }
  | { readonly type: "unlink" }
  /** Plays what the link brings. */
  | { readonly type: "play" }
  | { readonly type: "offer"; readonly restart: boolean }
  | { readonly type: "accept"; readonly sdp: string }
  | { readonly type: "turn-servers"; readonly servers: readonly IceServer[] }
  | { readonly type: "candidates"; readonly message: Extract<ToViewer, { type: "candidates" }> }
  /** The socket may have died with the path: look now. */
  | { readonly type: "retry-now" }
  /** Lets go of link and socket. */
  | { readonly type: "leave" }
  /** The same, and begins anew once the removal is over. */
  | { readonly type: "stay-away" };

/** Milliseconds. */
export const PATIENCE = {
  /** Media comes every 20 ms: missed for so long, the path is in doubt. */
  silence: 1_000,
  /** The same where the broadcaster's socket is known to be gone. */
  silenceWhilePaused: 200,
  /** A broken link may come back by itself. */
  broken: 1_000,
  /**
   * For each try of an ICE restart: the browser may notice a new network only after the first has looked for candidates.
   */
  restarts: [1_000, 1_500, 2_500],
  /**
   * After so long without media a new connection is quicker than an ICE restart: on the old one the sender works off what
   * it queued meanwhile, at the lowest bandwidth. Sooner where a socket was gone as well: the whole path was. Not at once:
   * a still screen without sound is sent once a second, and its link is well.
   */
  stale: 8_000,
  staleWithSocket: 1_250,
  newLink: 8_000,
  /** A direct path is found sooner, where there is one. */
  direct: 1_000,
  /** Between links that fail, growing up to the cap. */
  firstRetry: 1_000,
  retryCap: 7_000,
  /** Where there was no place left. */
  full: 15_000,
} as const;

export const START: WatchMachine = {
  contact: "none",
  outage: "unreachable",
  refusal: null,
  ticket: null,
  stream: null,
  details: null,
  backAt: 0,
  negotiation: 0,
  watchedWith: 0,
  early: false,
  linkId: 0,
  link: { name: "none", until: null },
  turnServers: "none",
  relayOnly: false,
  failures: 0,
  played: false,
};
