/** Where a server that listens can be opened. */
import { isIP } from "node:net";

/** What is read of a network interface's address. */
export type InterfaceAddress = Pick<Deno.NetworkInterfaceInfo, "family" | "address">;

/** Hosts to open, apart for this machine (where browsers give the camera to plain HTTP) and for others. */
export interface Hosts {
  readonly here: readonly string[];
  readonly elsewhere: readonly string[];
}

export interface Listens {
  readonly https: boolean;
  readonly port: number;
}

const ANY_IPV4 = "0.0.0.0";
/** Both families, where the system does not say otherwise. */
const ANY = "::";

/**
 * @param hostname what the server listens on
 * @param interfaces the machine's addresses
 */
export function hosts(hostname: string, interfaces: readonly InterfaceAddress[]): Hosts {
  if (isLoopback(hostname)) return { here: [hostname], elsewhere: [] };
  if (hostname !== ANY_IPV4 && hostname !== ANY) return { here: [], elsewhere: [hostname] };
  const others = interfaces
    .filter(({ family }) => family === "IPv4" || hostname === ANY)
    .map(({ address }) => address)
    .filter((address) => !isLoopback(address) && !isLinkLocal(address));
  return { here: ["localhost"], elsewhere: [...new Set(others)] };
}

/** The origin of a host that the server listens on. */
export function originOf(host: string, { https, port }: Listens): string {
  const { origin } = new URL(
    `${https ? "https" : "http"}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
  );
  return origin;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function isLinkLocal(address: string): boolean {
  return address.startsWith("169.254.") || /^fe[89ab]/i.test(address);
}
