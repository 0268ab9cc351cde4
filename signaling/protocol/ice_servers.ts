/** STUN and TURN servers, and how pages use them. */
import * as v from "valibot";

const IceUrl = v.pipe(v.string(), v.maxLength(512), v.regex(/^(stun|turn)s?:/i));

/** The browser's `RTCIceServer`. */
export const IceServer = v.object({
  urls: v.pipe(v.array(IceUrl), v.minLength(1)),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});

export type IceServer = v.InferOutput<typeof IceServer>;

/** `iceTransportPolicy`: `relay` uses TURN servers alone, which hides the peers' addresses from each other. */
export const TRANSPORT_POLICIES = ["all", "relay"] as const;

export type TransportPolicy = (typeof TRANSPORT_POLICIES)[number];

/** A page's ICE settings, which are in its HTML. */
export interface IceSettings {
  /** Servers for every link. */
  readonly servers: readonly IceServer[];
  readonly policy: TransportPolicy;
  /** Whether there is a TURN server, in `servers` or in `ice-servers` after admission. */
  readonly hasTurn: boolean;
}
