/** The signaling endpoint and the version of its protocol. */

/** The WebSocket sub-protocol: the protocol's name and version. */
export const SUBPROTOCOL = "tuila.v2";

/** The socket's path on the server. */
export const SIGNALING_PATH = "/api/signaling";

/** Where a viewer posts its `watch` by HTTP. */
export const JOIN_PATH = `${SIGNALING_PATH}?protocol=${SUBPROTOCOL}`;

/** The response header that lists the sub-protocols of a server: PROTOCOL.md, "Versions". */
export const PROTOCOLS_HEADER = "tuila-protocols";

/** The name of the `meta` element with the pass of the player's page: PROTOCOL.md, "The socket". */
export const EMBED_PASS = "tuila-pass";
