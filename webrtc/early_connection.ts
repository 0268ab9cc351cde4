/**
 * The connection of a page that is sure to need one, made as the page's head is read: it looks for its paths while the
 * page's scripts are still to come. The first link takes it over.
 */
import type { IceSettings } from "./ice.ts";

const NAME = "tuilaConnection";

/**
 * The text of a script for the page's head, which has the connection's configuration as `data-configuration`. Without `"`,
 * `&` and `<`: where a page is rendered they are escaped.
 */
export const EARLY_CONNECTION = `if(self.RTCPeerConnection)` +
  `${NAME}=new RTCPeerConnection(JSON.parse(document.currentScript.dataset.configuration))`;

/** Whether the page itself says all that a connection needs: relays are told once a peer is let in. */
export function canConnectEarly({ policy, hasRelay }: IceSettings): boolean {
  return policy === "all" && !hasRelay;
}

/** The connection that the page's head made, once; null if it made none. */
export function takeEarlyConnection(): RTCPeerConnection | null {
  const connection: unknown = Reflect.get(globalThis, NAME);
  Reflect.deleteProperty(globalThis, NAME);
  return connection instanceof RTCPeerConnection ? connection : null;
}
