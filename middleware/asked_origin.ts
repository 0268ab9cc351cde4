/** The origin of this server as the browser sees it: a proxy in between may have changed the request. */

export interface Between {
  /** How many proxies to trust. */
  readonly proxies: number;
  readonly publicUrl: string | null;
}

/**
 * @param url the request's URL, as it arrived
 * @returns the origin in the browser's address bar
 */
export function askedOrigin(url: URL, headers: Headers, { proxies, publicUrl }: Between): string {
  const protocol = forwarded(headers, "x-forwarded-proto", proxies) ?? url.protocol.slice(0, -1);
  const host = forwarded(headers, "x-forwarded-host", proxies) ?? url.host;
  const seen = URL.parse(`${protocol}://${host}`);
  const origin = seen === null || !/^https?:$/.test(seen.protocol) || seen.origin === "null"
    ? url.origin
    : seen.origin;
  // A proxy may pass on the host alone. If it is the public host, its scheme is known.
  if (publicUrl !== null && new URL(publicUrl).host === new URL(origin).host) return publicUrl;
  return origin;
}

/** The value that the outermost trusted proxy appended. Among fewer values than proxies, any may be the client's own. */
function forwarded(headers: Headers, name: string, proxies: number): string | undefined {
  if (proxies === 0) return undefined;
  const values = headers.get(name)?.split(",").map((value) => value.trim()) ?? [];
  return values.at(-proxies) || undefined;
}
