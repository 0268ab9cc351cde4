/** What one connection may cost. Times in milliseconds. */
export const HTTP_LIMITS = {
  /** From the connection, or the end of the TLS handshake, to the end of the request's head. */
  head: 5_000,
  /** From the same moment to the end of the request's body. */
  request: 10_000,
  /** Between two requests of a connection. */
  keepAlive: 15_000,
  /** How long nothing may move on a connection, such as one whose client does not read. A join waits for 7 s at most. */
  idle: 8_000,
  /** How many requests a connection may have under way. Browsers have one: they do not pipeline. */
  pipelined: 4,
  tlsHandshake: 5_000,
  /** How often `node:http` looks for connections that are too slow. */
  check: 1_000,
  headBytes: 16 * 1024,
} as const;
