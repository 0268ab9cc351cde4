/** Where this server is, as the browser that asks sees it: a proxy in between may have changed what arrives. */

export interface Between {
  /** How many proxies are believed. */
  readonly proxies: number;
  readonly publicUrl: string | null;
}

/**
 * @param url what was asked for, as it arrived
 * @returns the origin in the browser's address bar
 */
export function askedOrigin(url: URL, headers: Headers, { proxies, publicUrl }: Between): string {
  const protocol = forwarded(headers, "x-forwarded-proto", proxies) ?? url.protocol.slice(0, -1);
  const host = forwarded(headers, "x-forwarded-host", proxies) ?? url.host;
  const seen = URL.parse(`${protocol}://${host}`);
  const origin = seen === null || !/^https?:$/.test(seen.protocol) || seen.origin === "null"
    ? url.origin
    : seen.origin;
  // A proxy that hands on the name alone: of the public one, the scheme is known.
  if (publicUrl !== null && new URL(publicUrl).host === new URL(origin).host) return publicUrl;
  return origin;
}

/** What the outermost of the proxies that are believed says. Each may add to what came to it, or replace it. */
function forwarded(headers: Headers, name: string, proxies: number): string | undefined {
  if (proxies === 0) return undefined;
  const values = headers.get(name)?.split(",").map((value) => value.trim()) ?? [];
  return values.slice(-proxies).at(0) || undefined;
}
