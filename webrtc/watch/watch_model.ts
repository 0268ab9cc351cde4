/** The state, events and actions of the viewer's machine. Plain data. */
import type { Outage } from "@/signaling/protocol/outage.ts";
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";
import type { StreamDetails, StreamState, ToViewer } from "@/signaling/protocol/server_messages.ts";

export interface WatchMachine {
  /**
   * `over`: the server refuses us, and trying again is useless. `replaced`: another page resumed with our ticket.
   * `no-webrtc`: WebRTC does not work in this browser.
   */
  readonly contact: "none" | "connecting" | "open" | "lost" | "over" | "replaced" | "no-webrtc";
  /** Why there is no contact. */
  readonly outage: Outage;
  /** The error code of the server's last refusal. */
  readonly refusal: string | null;
  /** How long that refusal asks us to wait, in milliseconds. */
  readonly retryAfter: number | null;
  /** With it this page can resume as the same peer. */
  readonly ticket: string | null;
  readonly stream: StreamState | null;
  readonly details: StreamDetails | null;
  /** When this page's socket, or the broadcaster's, last reconnected. Without media since, the whole path may be lost. */
  readonly reconnectedAt: number;
  /** The number of the newest offer. Answers and candidates of older ones are ignored. */
  readonly negotiation: number;
  /** The number of the offer in our `watch` message. */
  readonly helloNegotiation: number;
  /**
   * Whether the page's head has offered the current link. The answer may come by HTTP even if the head's socket is lost, so
   * a page that then joins as a new peer must not offer the same link again.
   */
  readonly early: boolean;
  /** The number of the current link. Events of older ones are ignored. */
  readonly linkId: number;
  readonly link: LinkState;
  /** Whether we have TURN servers, and whether the current link has gathered candidates from them. */
  readonly turnServers: "none" | "unused" | "in-use";
  /** Whether to use relayed paths alone. */
  readonly relayOnly: boolean;
  /** How many links in a row have failed without media. */
  readonly failures: number;
  /** Whether any media has ever arrived. */
  readonly played: boolean;
}

/** `until`: when to take the next step. */
export type LinkState =
  /** No link. Make one at `until`, or (null) when the server asks for it. */
  | { readonly name: "none"; readonly until: number | null }
  /** Offered, not connected yet. null: no broadcaster is there to answer, or we are in the queue. */
  | { readonly name: "made"; readonly until: number | null }
  /** Answered, but offered before we had TURN servers, which it may need. */
  | { readonly name: "without-turn"; readonly until: number }
  /** Connected. `lastMediaAt`: when media last arrived. */
  | { readonly name: "up"; readonly flowing: boolean; readonly lastMediaAt: number }
  /** Disconnected or silent. ICE may recover by itself. */
  | { readonly name: "broken"; readonly until: number; readonly lastMediaAt: number }
  /** An ICE restart is under way. */
  | { readonly name: "restarting"; readonly until: number; readonly tries: number };

export type WatchEvent =
  /** `saidHello`: the page's head has sent the hello with the first link's offer, or is about to. */
  | { readonly type: "start"; readonly relayOnly: boolean; readonly saidHello?: boolean }
  /** The page goes away, or WebRTC does not work in this browser. */
  | { readonly type: "leave" | "no-webrtc" }
  /** The broadcaster has removed this browser, in another page or within the last hour. */
  | { readonly type: "removed" }
  /** `saidHello`: the hello has been sent already. */
  | { readonly type: "opened"; readonly saidHello?: boolean }
  | { readonly type: "lost"; readonly outage?: Outage }
  | { readonly type: "relay-only"; readonly on: boolean }
  | { readonly type: "closed"; readonly code: number }
  | { readonly type: "received"; readonly message: ToViewer }
  | { readonly type: "connected" | "disconnected" | "failed"; readonly link: number }
  /** A poll of the link: whether media has arrived since the last poll. */
  | { readonly type: "media"; readonly link: number; readonly arrives: boolean }
  /** `unusable`: the answer could not be applied. `no-offer`: the link could not be made, or makes no offer. */
  | { readonly type: "unusable" | "no-offer"; readonly link: number }
  | { readonly type: "tick" };

export type WatchAction =
  | { readonly type: "connect"; readonly delay: number }
  | { readonly type: "watch" | "resume" }
  /** The page's head has sent the link's offer. */
  | { readonly type: "offered" }
  /** Makes a new link in place of the current one. */
  | { readonly type: "link" }
  | { readonly type: "unlink" }
  /** Plays the link's media. */
  | { readonly type: "play" }
  | { readonly type: "offer"; readonly restart: boolean }
  | { readonly type: "accept"; readonly sdp: string }
  | { readonly type: "turn-servers"; readonly servers: readonly IceServer[] }
  | { readonly type: "candidates"; readonly message: Extract<ToViewer, { type: "candidates" }> }
  /** The socket may have died with the path: check now. */
  | { readonly type: "retry-now" }
  /** Closes link and socket. */
  | { readonly type: "leave" }
  /** The same, and joins again when the removal ends. */
  | { readonly type: "stay-away" };

/** In milliseconds. */
export const PATIENCE = {
  /** Media arrives every 20 ms. After this much silence the link counts as broken. */
  silence: 1_000,
  /** The same while the broadcaster's socket is gone. */
  silenceWhilePaused: 200,
  /** How long a broken link may take to recover by itself. */
  broken: 1_000,
  /** For each ICE restart. More than one, because the browser may notice a new network only after the first has gathered. */
  restarts: [1_000, 1_500, 2_500],
  /**
   * After this much silence a new connection is quicker than an ICE restart, because the sender first sends what it has
   * queued on the old one, at the lowest bandwidth. Shorter if a socket was lost too, because then the whole path was. Not
   * zero, because a still screen without sound is sent only once a second.
   */
  stale: 8_000,
  staleWithSocket: 1_250,
  newLink: 8_000,
  /** How long a link without TURN servers may take to find a direct path. */
  direct: 1_000,
  /** Delay after a failed link, doubled up to the cap. */
  firstRetry: 1_000,
  retryCap: 7_000,
  /** Delay after the stream or the server was full. */
  full: 15_000,
} as const;

export const START: WatchMachine = {
  contact: "none",
  outage: "unreachable",
  refusal: null,
  retryAfter: null,
  ticket: null,
  stream: null,
  details: null,
  reconnectedAt: 0,
  negotiation: 0,
  helloNegotiation: 0,
  early: false,
  linkId: 0,
  link: { name: "none", until: null },
  turnServers: "none",
  relayOnly: false,
  failures: 0,
  played: false,
};
