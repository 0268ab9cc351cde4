/** The URL of a request (RFC 9112, 3.2). */
import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";

/** The path and query of a request, from its origin form or absolute form; null: it has neither. */
export function requestPath({ url = "" }: Pick<IncomingMessage, "url">): string | null {
  if (url.startsWith("/")) return url;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** null: it has no path, or a host that cannot be one. */
export function requestUrl(request: IncomingMessage): URL | null {
  const path = requestPath(request);
  if (path === null) return null;
  const scheme = request.socket instanceof TLSSocket ? "https" : "http";
  return URL.parse(`${scheme}://${request.headers.host ?? "localhost"}${path}`);
}
