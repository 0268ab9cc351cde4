/** Facts derived from the state of the viewer's machine. Pure. */
import { ALL_MEDIA } from "@/signaling/protocol/description.ts";
import { type LinkState, PATIENCE, type WatchMachine } from "./watch_model.ts";

/** When the machine needs its next `tick`, or null. */
export function watchDeadline(machine: WatchMachine): number | null {
  const { link } = machine;
  if (link.name === "up") return null;
  const needsBroadcaster = link.name === "broken" || link.name === "none"; // the next step is an offer
  if (needsBroadcaster && !isReachable(machine)) return null;
  return link.name === "broken" ? Math.min(link.until, staleAt(machine, link)) : link.until;
}

type Broken = Extract<LinkState, { readonly name: "broken" }>;

/** The time from which a new connection is quicker than an ICE restart. */
export function staleAt({ reconnectedAt }: WatchMachine, { lastMediaAt }: Broken): number {
  return lastMediaAt + (lastMediaAt < reconnectedAt ? PATIENCE.staleWithSocket : PATIENCE.stale);
}

/** Whether there is a broadcaster, and a server to reach it by. */
export function isReachable({ contact, stream }: WatchMachine): boolean {
  return contact === "open" && stream === "live";
}

/** Whether this viewer waits in the queue. */
export function isQueued({ details }: WatchMachine): boolean {
  return details !== null && details.place !== null;
}

/** Whether a direct path is worth trying: not after two links in a row found none. */
export function triesDirectly({ failures }: WatchMachine): boolean {
  return failures < 2;
}

/** Whether the broadcaster is reachable, but link after link to it failed. */
export function isStuck(machine: WatchMachine): boolean {
  return machine.failures >= 2 && isReachable(machine) && !isQueued(machine) && !isFlowing(machine);
}

/** Whether the broadcaster says that it sends neither picture nor sound: then silence is no fault. */
export function isQuiet({ details }: WatchMachine): boolean {
  if (details === null) return false;
  const { picture, sound } = details.media ?? ALL_MEDIA;
  return (picture === "none" || picture === "stalled") && sound === "none";
}

/** Whether media arrives, or would if the broadcaster sent any. */
export function isFlowing(machine: WatchMachine): boolean {
  const { link } = machine;
  return link.name === "up" && (link.flowing || isQuiet(machine));
}
