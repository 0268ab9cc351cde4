/**
 * A small internet of network namespaces: two homes, each behind a NAT, and the servers at a public address. Both NATs
 * have address- and port-dependent mapping and filtering with random ports (RFC 4787): ICE finds no direct path.
 *
 *     first ── router ──┐
 *                       ├── public (server, coturn)
 *     second ── router ─┘
 */
import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { install, mayInstall } from "./apt.ts";
import {
  addNamespace,
  canMakeNetworks,
  ip,
  launchBrowserWithin,
  NEEDS_NETWORKS,
  newNetworkId,
  within,
  write,
} from "./namespaces.ts";

export type Home = "first" | "second";
const HOMES = ["first", "second"] as const satisfies Home[];

/** Private addresses, used only in the namespaces. Each home's router has the first address of both its nets. */
const NET = {
  first: { inside: "10.78.1", outside: "10.79.1" },
  second: { inside: "10.78.2", outside: "10.79.2" },
} as const;
/** Outside these nets. */
const PUBLIC = "10.80.0.1";

export interface NatNetwork extends AsyncDisposable {
  /** The servers' address, reachable from both homes. */
  readonly publicAddress: string;
  /** The start of a command that runs at the public address. */
  readonly command: readonly string[];
  launchBrowser(home: Home, args?: readonly string[]): Promise<Browser>;
  /** From now on that home's router drops all UDP. */
  blockUdp(home: Home): Promise<void>;
  /** The prefix of a home's private addresses. */
  insideOf(home: Home): string;
}

/** Why these networks cannot be made here, or null. */
export async function whyNoNats(): Promise<string | null> {
  if (!await canMakeNetworks()) return NEEDS_NETWORKS;
  if (!existsSync("/usr/sbin/nft") && mayInstall()) await install("nftables").catch(() => {});
  const id = newNetworkId();
  try {
    await using undo = new AsyncDisposableStack();
    await addNamespace(id, undo);
    await nft(
      id,
      "add table inet probe",
      "add chain inet probe out { type nat hook postrouting priority 100; }",
    );
    await nft(id, "add rule inet probe out masquerade fully-random");
    return null;
  } catch {
    return "skipped where there is no nftables";
  }
}

export async function openNats(): Promise<NatNetwork> {
  await using undo = new AsyncDisposableStack();
  const id = newNetworkId();
  const servers = `${id}-public`;
  await addNamespace(servers, undo);
  await ip("-n", servers, "address", "add", `${PUBLIC}/32`, "dev", "lo");
  for (const home of HOMES) {
    const { inside, outside } = NET[home];
    const router = `${id}-${home}-nat`;
    await addNamespace(`${id}-${home}`, undo);
    await addNamespace(router, undo);
    await write(router, "/proc/sys/net/ipv4/ip_forward", 1);
    await lay("inside", `${id}-${home}`, `${inside}.2`, "inside", router, `${inside}.1`);
    await lay(home, servers, `${outside}.2`, "outside", router, `${outside}.1`);
    await ip("-n", `${id}-${home}`, "route", "add", "default", "via", `${inside}.1`);
    await ip("-n", router, "route", "add", "default", "via", `${outside}.2`);
    await nft(
      router,
      "add table inet nat",
      "add chain inet nat out { type nat hook postrouting priority 100; }",
      'add rule inet nat out oifname "outside" masquerade fully-random',
      "add chain inet nat through { type filter hook forward priority 0; policy drop; }",
      'add rule inet nat through iifname "inside" accept',
      "add rule inet nat through ct state established,related accept",
      // Packets without a mapping are dropped without an answer.
      "add chain inet nat in { type filter hook input priority 0; policy drop; }",
    );
  }
  // Packets to unknown addresses get lost on the way, because coturn ends a session whose packets it cannot send.
  await ip("-n", servers, "route", "add", "default", "via", `${NET.first.outside}.1`);
  // The routers reach each other, so that only their filtering prevents a direct path.
  await write(servers, "/proc/sys/net/ipv4/ip_forward", 1);
  const things = undo.move();
  return {
    publicAddress: PUBLIC,
    command: within(servers),
    launchBrowser: (home, args = []) => launchBrowserWithin(`${id}-${home}`, args, things),
    blockUdp: (home) =>
      nft(`${id}-${home}-nat`, "insert rule inet nat through meta l4proto udp drop"),
    insideOf: (home) => NET[home].inside,
    [Symbol.asyncDispose]: () => things.disposeAsync(),
  };
}

/** Connects two namespaces by a cable (veth pair), with both ends up. */
async function lay(
  name: string,
  here: string,
  address: string,
  otherName: string,
  there: string,
  otherAddress: string,
): Promise<void> {
  const peer = ["type", "veth", "peer", "name", otherName, "netns", there];
  await ip("-n", here, "link", "add", "name", name, ...peer);
  for (const [at, dev, own] of [[here, name, address], [there, otherName, otherAddress]]) {
    await ip("-n", at, "address", "add", `${own}/24`, "dev", dev);
    await ip("-n", at, "link", "set", "dev", dev, "up");
  }
}

async function nft(namespace: string, ...rules: string[]): Promise<void> {
  for (const rule of rules) await ip("netns", "exec", namespace, "nft", rule);
}
