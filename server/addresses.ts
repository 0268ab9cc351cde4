/** Where a server that listens can be opened. */
import { isIP } from "node:net";

/** What is read of a network interface's address. */
export type InterfaceAddress = Pick<Deno.NetworkInterfaceInfo, "name" | "family" | "address">;

/**
 * Hosts to open, apart for this machine (where browsers give the camera to plain HTTP) and for others: the one that most
 * likely leads to them first.
 */
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
    .filter(({ address }) => !isLoopback(address) && !isLinkLocal(address))
    .filter(({ name }) => !INNER.test(name))
    .sort((a, b) => rank(a) - rank(b)) // stable: the system's order is the rest of it
    .map(({ address }) => address);
  return { here: ["localhost"], elsewhere: [...new Set(others)] };
}

/**
 * Networks within a machine, between its containers and virtual machines: Docker, Podman, LXC, Kubernetes, libvirt, VMware,
 * VirtualBox, Hyper-V, macOS. A bridge of the whole network (`br0`, `vmbr0`, `br-lan`) is none.
 */
const INNER =
  /^(docker|br-(?!lan)|veth|virbr|vnet|cni|flannel|cali|podman|lxc|lxd|incus|vmnet|vboxnet|bridge\d{3}|vEthernet|VMware|VirtualBox)/i;

/**
 * The kinds of interfaces by how likely the default route is theirs: where there is a cable it is in use, and a tunnel leads
 * to few. The route itself is in `/proc`, which Deno lets nobody read who may not do everything.
 */
const KINDS: readonly RegExp[] = [
  /^(e(n|th|m)|br|vmbr|bond|team|lan|wan|Ethernet|以太网)/i,
  /^(wl|ww|ath|ra\d|Wi-?Fi|WLAN)/i,
];
const TUNNEL = /^(u?tun|tap|wg|ppp|ipsec|gif|stf|tailscale|zt|ham|ZeroTier|OpenVPN|WireGuard)/i;

function rank({ name, family }: InterfaceAddress): number {
  const kind = KINDS.findIndex((known) => known.test(name));
  const byKind = kind !== -1 ? kind : TUNNEL.test(name) ? KINDS.length + 1 : KINDS.length;
  return 2 * byKind + Number(family === "IPv6"); // more networks lead the older one to each other
}

/** The origin of a host that the server listens on. */
export function originOf(host: string, { https, port }: Listens): string {
  const { origin } = new URL(
    `${https ? "https" : "http"}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
  );
  return origin;
}

/** Whether an origin means another machine on each. */
export function isOnlyHere(origin: string): boolean {
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return isLoopback(host) || host.endsWith(".localhost") || host === ANY_IPV4 || host === ANY;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function isLinkLocal(address: string): boolean {
  return address.startsWith("169.254.") || /^fe[89ab]/i.test(address);
}
