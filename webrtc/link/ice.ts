/** How a page's links find their paths. */
import type { IceServer, IceSettings } from "@/signaling/protocol/ice_servers.ts";

/** The ICE servers of a page's links: those of the page, and the relays that the server gives this peer. */
export class Ice {
  #relays: readonly IceServer[] = [];

  /** @param relayOnly whether the person wants no direct path: it tells the other side one's address */
  constructor(readonly settings: IceSettings, public relayOnly = false) {}

  /** In place of those given before. */
  setRelays(relays: readonly IceServer[]): void {
    this.#relays = relays;
  }

  /** Whether no direct path is to be taken: the server, or the person, does not want it. */
  get isRelayOnly(): boolean {
    const { policy, hasRelay } = this.settings;
    return policy === "relay" || (hasRelay && this.relayOnly);
  }

  get servers(): readonly IceServer[] {
    return [...this.settings.servers, ...this.#relays];
  }

  /** @param direct whether a direct path is worth trying */
  configuration(direct = true): RTCConfiguration {
    const { hasRelay } = this.settings;
    const isRelayed = this.isRelayOnly || (hasRelay && !direct);
    return {
      // One transport for everything: half the candidates, and no second handshake to wait for.
      bundlePolicy: "max-bundle",
      iceServers: [...this.servers],
      iceTransportPolicy: isRelayed ? "relay" : "all",
    };
  }

  /** A viewer's: it looks for its paths as soon as the connection is made, and not first when it is described. */
  viewerConfiguration(direct = true): RTCConfiguration {
    return { ...this.configuration(direct), iceCandidatePoolSize: 1 };
  }
}
