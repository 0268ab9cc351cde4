/** Where the signaling is, and which version of it. */

/** The WebSocket sub-protocol: the name and version of everything below. */
export const SUBPROTOCOL = "tuila.v2";

/** Where the socket is, relative to the server's origin. */
export const SIGNALING_PATH = "/api/signaling";

/** Where a viewer says `watch` by HTTP, in this sub-protocol. */
export const JOIN_PATH = `${SIGNALING_PATH}?protocol=${SUBPROTOCOL}`;

/** The response header with the sub-protocols that a server speaks: PROTOCOL.md, "Versions". */
export const PROTOCOLS_HEADER = "tuila-protocols";

/** The `meta` element that has the pass of the player's page: PROTOCOL.md, "The socket". */
export const EMBED_PASS = "tuila-pass";
