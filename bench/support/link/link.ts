/**
 * Two network namespaces, joined by a link with delay and loss. Needs Linux, root and `ip`, and either the kernel's netem
 * or a C compiler.
 */
import {
  addNamespace,
  canMakeNetworks,
  ip,
  launchBrowserWithin,
  newNetworkId,
  within,
} from "../../../tests/support/namespaces.ts";
import type { Network, PlaceName } from "../../../tests/support/network.ts";
import { CannotMeasure } from "../part.ts";
import { startUnetem } from "./unetem.ts";

export type Link =
  & Pick<Network, "homeAddress" | "command" | "launchBrowser">
  & AsyncDisposable;

export interface LinkQuality {
  /** In milliseconds. */
  readonly roundTrip: number;
  /** Packets lost each way, in percent. */
  readonly loss: number;
}

/** Private addresses (RFC 1918), used only inside the namespaces. */
const ADDRESS: Readonly<Record<PlaceName, string>> = { home: "10.78.0.1", away: "10.78.0.2" };
const PLACES = ["home", "away"] as const;
/** The most packets in flight: enough for a browser's bitrate at any delay here. */
const QUEUE = "4096";

/** @throws {CannotMeasure} if this machine cannot make such a link */
export async function openLink(quality: LinkQuality): Promise<Link> {
  if (!await canMakeNetworks()) {
    throw new CannotMeasure("A link between two places needs Linux, root and `ip netns`.");
  }
  await using undo = new AsyncDisposableStack();
  const id = newNetworkId();
  const names = { home: `${id}-home`, away: `${id}-away` };
  for (const place of PLACES) await addNamespace(names[place], undo);
  if (!await joinWithNetem(names, quality)) {
    undo.use(await startUnetem(names.home, names.away, quality.roundTrip / 2, quality.loss));
  }
  for (const place of PLACES) {
    await ip("-n", names[place], "address", "add", `${ADDRESS[place]}/24`, "dev", "wan");
    await ip("-n", names[place], "link", "set", "dev", "wan", "up", "mtu", "1500");
    // A browser finds its host candidate address by the default route.
    await ip("-n", names[place], "route", "add", "default", "dev", "wan");
  }
  const things = undo.move();
  return {
    homeAddress: ADDRESS.home,
    command: (place) => within(names[place]),
    launchBrowser: (place, args = []) => launchBrowserWithin(names[place], args, things),
    [Symbol.asyncDispose]: () => things.disposeAsync(),
  };
}

/** Joins both with veth and netem. Resolves with false if the kernel has no netem. */
async function joinWithNetem(
  names: Readonly<Record<PlaceName, string>>,
  { roundTrip, loss }: LinkQuality,
): Promise<boolean> {
  const ends = ["name", "wan", "type", "veth", "peer", "name", "wan", "netns", names.away];
  await ip("-n", names.home, "link", "add", ...ends);
  if (roundTrip === 0 && loss === 0) return true;
  const netem = ["netem", "delay", `${roundTrip / 2}ms`, "loss", `${loss}%`, "limit", QUEUE];
  const shape = async (place: PlaceName) => {
    const args = ["-n", names[place], "qdisc", "add", "dev", "wan", "root", ...netem];
    const { success } = await new Deno.Command("tc", { args, stdin: "null" }).output();
    return success;
  };
  try {
    if (await shape("home") && await shape("away")) return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // no `tc`
  }
  await ip("-n", names.home, "link", "delete", "dev", "wan"); // removes the other end too
  return false;
}
