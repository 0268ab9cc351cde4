/** The network address of the browser: a proxy in between has a socket of its own. */
import { isIP } from "node:net";

/**
 * @param own the address of the socket that the request came on
 * @param proxies how many proxies to trust; each appends the address that it was reached from to `X-Forwarded-For`
 * @returns the address that the outermost trusted proxy was reached from, or the socket's own if no header tells
 */
export function peerAddress(own: string, headers: Headers, proxies: number): string {
  if (proxies === 0) return own;
  const entries = headers.get("x-forwarded-for")?.split(",") ?? [];
  return parseAddress(entries.at(-proxies) ?? "") ?? own;
}

/** An IP address, without the port that some proxies append. */
function parseAddress(entry: string): string | null {
  const text = entry.trim();
  const address = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return isIP(address) === 0 ? null : address;
}
