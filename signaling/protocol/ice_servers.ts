/** The servers that help peers to find a path. */
import * as v from "valibot";

const IceUrl = v.pipe(v.string(), v.maxLength(512), v.regex(/^(stun|turn)s?:/i));

/** As `RTCIceServer` is in the browser. */
export const IceServer = v.object({
  urls: v.pipe(v.array(IceUrl), v.minLength(1)),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
});

export type IceServer = v.InferOutput<typeof IceServer>;

/** Whether a path may be direct, or only through a TURN server, which keeps the peers' addresses from each other. */
export const TRANSPORT_POLICIES = ["all", "relay"] as const;

export type TransportPolicy = (typeof TRANSPORT_POLICIES)[number];

/** How a page finds its paths: what its HTML says. */
export interface IceSettings {
  /** For every link. */
  readonly servers: readonly IceServer[];
  readonly policy: TransportPolicy;
  /** Whether there is a TURN server, now or once we are let in. */
  readonly hasTurn: boolean;
}
