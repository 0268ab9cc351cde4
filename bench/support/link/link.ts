/**
 * Two places and a long cable between them: network namespaces, joined by a link with a delay and loss. Needs Linux,
 * root and `ip`, and either the kernel's netem or a C compiler.
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

/** Private addresses (RFC 1918), inside the namespaces alone. */
const ADDRESS: Readonly<Record<PlaceName, string>> = { home: "10.78.0.1", away: "10.78.0.2" };
const PLACES = ["home", "away"] as const;
/** Packets on their way at most: enough for any delay here at what a browser sends. */
const QUEUE = "4096";

/** @throws {CannotMeasure} where there can be no such link */
export async function openLink(quality: LinkQuality): Promise<Link> {
  if (!await canMakeNetworks()) {
    throw new CannotMeasure("A link between two places needs Linux, root and `ip netns`.");
  }
  await using undo = new AsyncDisposableStack();
  const id = newNetworkId();
  const names = { home: `${id}-home`, away: `${id}-away` };
  for (const place of PLACES) await addNamespace(names[place], undo);
  if (!await layCable(names, quality)) {
    undo.use(await startUnetem(names.home, names.away, quality.roundTrip / 2, quality.loss));
  }
  for (const place of PLACES) {
    await ip("-n", names[place], "address", "add", `${ADDRESS[place]}/24`, "dev", "wan");
    await ip("-n", names[place], "link", "set", "dev", "wan", "up", "mtu", "1500");
    // A browser learns which of its addresses to offer from the way out to everywhere.
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

/** Joins the two by the kernel's own means. Resolves with whether it has them. */
async function layCable(
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
  await ip("-n", names.home, "link", "delete", "dev", "wan"); // its other end goes with it
  return false;
}
