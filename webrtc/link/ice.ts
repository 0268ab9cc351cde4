import type { IceServer, IceSettings } from "@/signaling/protocol/ice_servers.ts";

/** The ICE configuration of a page's links: the page's servers, and the TURN servers that this peer receives on admission. */
export class Ice {
  #turnServers: readonly IceServer[] = [];

  /** @param relayOnly the person's choice: a direct path tells the other side their address */
  constructor(readonly settings: IceSettings, public relayOnly = false) {}

  /** Replaces earlier ones. */
  setTurnServers(turnServers: readonly IceServer[]): void {
    this.#turnServers = turnServers;
  }

  /** Whether the server's policy or the person excludes direct paths. */
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
      // One transport for both kinds: half the candidates, and no second DTLS handshake.
      bundlePolicy: "max-bundle",
      iceServers: [...this.servers],
      iceTransportPolicy: isRelayed ? "relay" : "all",
    };
  }

  /** For a viewer: gathers candidates as soon as the connection is made, before there is a description. */
  viewerConfiguration(direct = true): RTCConfiguration {
    return { ...this.configuration(direct), iceCandidatePoolSize: 1 };
  }
}
