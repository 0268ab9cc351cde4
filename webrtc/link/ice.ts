/** How a page's links find their paths. */
import type { IceServer, IceSettings } from "@/signaling/protocol/ice_servers.ts";

/** The ICE servers of a page's links: those of the page, and the TURN servers that the server gives this peer. */
export class Ice {
  #turnServers: readonly IceServer[] = [];

  /** @param relayOnly whether the person wants no direct path: it tells the other side one's address */
  constructor(readonly settings: IceSettings, public relayOnly = false) {}

  /** In place of those given before. */
  setTurnServers(turnServers: readonly IceServer[]): void {
    this.#turnServers = turnServers;
  }

  /** Whether no direct path is to be taken: the server, or the person, does not want it. */
  get isRelayOnly(): boolean {
    const { policy, hasTurn } = this.settings;
    return policy === "relay" || (hasTurn && this.relayOnly);
  }

  get servers(): readonly IceServer[] {
    return [...this.settings.servers, ...this.#turnServers];
  }

  /** @param direct whether a direct path is worth trying */
  configuration(direct = true): RTCConfiguration {
    const { hasTurn } = this.settings;
    const isRelayed = this.isRelayOnly || (hasTurn && !direct);
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
