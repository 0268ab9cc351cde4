/**
 * A small internet of network namespaces: two places and a router between them, so that a test can take a path away from
 * a browser. Needs Linux, root and `ip`. The machine's own network does not change.
 *
 *     home ── wan ── router ──┬── a ── away
 *                             └── b ──┘
 */
import type { Browser } from "playwright-core";
import {
  addNamespace,
  ip,
  launchBrowserWithin,
  newNetworkId,
  within,
  write,
} from "./namespaces.ts";

/** The two paths between the router and `away`; `away` starts on `a`. */
export type Path = "a" | "b";
export type PlaceName = "home" | "away";

/** Private addresses (RFC 1918), used only in the namespaces. The router has the first of each net. */
const NET = { wan: "10.77.0", a: "10.77.1", b: "10.77.2" } as const;

export interface Network extends AsyncDisposable {
  /** The address of `home`, reachable from `away`. */
  readonly homeAddress: string;
  /** The start of a command that runs at that place. */
  command(place: PlaceName): readonly string[];
  launchBrowser(place: PlaceName, args?: readonly string[]): Promise<Browser>;
  /** Drops every packet on that path, in both directions, without an ICMP error. */
  silence(path: Path): Promise<void>;
  restore(path: Path): Promise<void>;
  /** `away` loses its interface and address on that path. */
  leave(path: Path): Promise<void>;
  /** `away` gets an interface and an address on that path, and routes everything there. */
  enter(path: Path): Promise<void>;
}

export async function openNetwork(): Promise<Network> {
  await using undo = new AsyncDisposableStack();
  const id = newNetworkId();
  const names = { home: `${id}-home`, away: `${id}-away`, router: `${id}-router` };
  for (const name of Object.values(names)) await addNamespace(name, undo);
  await write(names.router, "/proc/sys/net/ipv4/ip_forward", 1);
  await lay("wan", names.home, names.router);
  for (const path of ["a", "b"] as const) await lay(path, names.away, names.router);

  const route = (place: PlaceName, via: keyof typeof NET) =>
    ip("-n", names[place], "route", "replace", "default", "via", `${NET[via]}.1`);
  const enter = async (path: Path) => {
    await ip("-n", names.away, "address", "replace", `${NET[path]}.2/24`, "dev", path);
    await ip("-n", names.away, "link", "set", "dev", path, "up");
    await route("away", path);
  };
  await ip("-n", names.home, "address", "add", `${NET.wan}.2/24`, "dev", "wan");
  await ip("-n", names.home, "link", "set", "dev", "wan", "up");
  await route("home", "wan");
  await enter("a");

  const forwarding = (path: Path, on: 0 | 1) =>
    write(names.router, `/proc/sys/net/ipv4/conf/${path}/forwarding`, on);
  const hole = (does: "add" | "delete", path: Path) =>
    ip("-n", names.router, "route", does, "blackhole", `${NET[path]}.2/32`);
  const things = undo.move();
  return {
    homeAddress: `${NET.wan}.2`,
    command: (place) => within(names[place]),
    launchBrowser: (place, args = []) => launchBrowserWithin(names[place], args, things),
    async silence(path) {
      await Promise.all([forwarding(path, 0), hole("add", path)]);
    },
    async restore(path) {
      await Promise.all([forwarding(path, 1), hole("delete", path)]);
    },
    async leave(path) {
      await ip("-n", names.away, "address", "flush", "dev", path);
      await ip("-n", names.away, "link", "set", "dev", path, "down");
    },
    enter,
    [Symbol.asyncDispose]: () => things.disposeAsync(),
  };
}

/** Connects a place and the router by a cable (veth pair). Both ends have the path's name; the place's stays down. */
async function lay(path: keyof typeof NET, place: string, router: string): Promise<void> {
  const ends = ["name", path, "type", "veth", "peer", "name", path, "netns", router];
  await ip("-n", place, "link", "add", ...ends);
  await ip("-n", router, "address", "add", `${NET[path]}.1/24`, "dev", path);
  await ip("-n", router, "link", "set", "dev", path, "up");
}
