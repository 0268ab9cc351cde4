/** What a browser is told that speaks HTTP where HTTPS is spoken: somebody typed the address without its scheme. */

/** The first byte of a TLS connection: a record of the type handshake (RFC 8446, 5.1). */
const HANDSHAKE = 22;

export function speaksTls(first: Uint8Array): boolean {
  return first[0] === HANDSHAKE;
}

/**
 * The answer to a request whose head begins like that. It is to be asked again over HTTPS, this time: the next start of
 * the server may be without, and browsers do not forget a redirect that is permanent.
 */
export function redirectToHttps(head: string): string {
  const path = /^[A-Z]+ (\/[!-~]*) HTTP\/1\.[01]\r\n/.exec(head)?.[1];
  const host = /\r\nhost:[ \t]*([\w.:[\]-]+)[ \t]*\r\n/i.exec(head)?.[1];
  const lines = path === undefined || host === undefined
    ? ["HTTP/1.1 400 Bad Request"]
    : ["HTTP/1.1 307 Temporary Redirect", `Location: https://${host}${path}`];
  return [...lines, "Connection: close", "Content-Length: 0", "", ""].join("\r\n");
}
