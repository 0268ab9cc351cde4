/** Redirects plain HTTP on the HTTPS port: somebody typed the address without its scheme. */

/** The first byte of a TLS connection: a record of the type handshake (RFC 8446, 5.1). */
const HANDSHAKE = 22;

export function speaksTls(first: Uint8Array): boolean {
  return first[0] === HANDSHAKE;
}

/**
 * The response to a request whose head begins with these bytes: a temporary redirect to HTTPS. The server may run
 * without HTTPS next time, and browsers do not forget a permanent redirect.
 */
export function redirectToHttps(head: string): string {
  const path = /^[A-Z]+ (\/[!-~]*) HTTP\/1\.[01]\r\n/.exec(head)?.[1];
  const host = /\r\nhost:[ \t]*([\w.:[\]-]+)[ \t]*\r\n/i.exec(head)?.[1];
  const lines = path === undefined || host === undefined
    ? ["HTTP/1.1 400 Bad Request"]
    : ["HTTP/1.1 307 Temporary Redirect", `Location: https://${host}${path}`];
  return [...lines, "Connection: close", "Content-Length: 0", "", ""].join("\r\n");
}
