/** The addresses at which a listening server can be opened. */
import { isIP } from "node:net";

/** The used fields of a network interface's address. */
export type InterfaceAddress = Pick<Deno.NetworkInterfaceInfo, "name" | "family" | "address">;

/**
 * Hosts to open, for this machine (where browsers allow the camera over plain HTTP) and for other machines: the host
 * that other machines most likely reach comes first.
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
/** `::` listens on both families, unless the system says otherwise. */
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
    .sort((a, b) => rank(a) - rank(b)) // stable: ties keep the system's order
    .map(({ address }) => address);
  return { here: ["localhost"], elsewhere: [...new Set(others)] };
}

/**
 * Interfaces of networks inside the machine, for its containers and virtual machines: Docker, Podman, LXC, Kubernetes,
 * libvirt, VMware, VirtualBox, Hyper-V, macOS. Bridges to the outer network (`br0`, `vmbr0`, `br-lan`) do not match.
 */
const INNER =
  /^(docker|br-(?!lan)|veth|virbr|vnet|cni|flannel|cali|podman|lxc|lxd|incus|vmnet|vboxnet|bridge\d{3}|vEthernet|VMware|VirtualBox)/i;

/**
 * Interface kinds by how likely they have the default route: a cable that is there is in use, and a tunnel reaches few
 * machines. The route itself is in `/proc`, which Deno lets only a process with all permissions read.
 */
const KINDS: readonly RegExp[] = [
  /^(e(n|th|m)|br|vmbr|bond|team|lan|wan|Ethernet|以太网)/i,
  /^(wl|ww|ath|ra\d|Wi-?Fi|WLAN)/i,
];
const TUNNEL = /^(u?tun|tap|wg|ppp|ipsec|gif|stf|tailscale|zt|ham|ZeroTier|OpenVPN|WireGuard)/i;

function rank({ name, family }: InterfaceAddress): number {
  const kind = KINDS.findIndex((known) => known.test(name));
  const byKind = kind !== -1 ? kind : TUNNEL.test(name) ? KINDS.length + 1 : KINDS.length;
  return 2 * byKind + Number(family === "IPv6"); // more networks route IPv4
}

/** The origin of a host that the server listens on. */
export function originOf(host: string, { https, port }: Listens): string {
  const { origin } = new URL(
    `${https ? "https" : "http"}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
  );
  return origin;
}

/** The names at which other machines of the network find this one, in lower case. */
export function machineNames(hostname: string): string[] {
  const full = hostname.toLowerCase();
  if (!/^[a-z\d]([a-z\d.-]*[a-z\d])?$/.test(full)) return [];
  const [name] = full.split(".");
  return [...new Set([full, name, `${name}.local`])];
}

/** Whether an origin means a different machine on each machine that opens it. */
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
