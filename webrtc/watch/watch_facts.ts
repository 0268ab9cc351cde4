/** What follows from what the viewer's machine knows. Pure. */
import { ALL_MEDIA } from "@/signaling/protocol/description.ts";
import { type LinkState, PATIENCE, type WatchMachine } from "./watch_model.ts";

/** When the machine must be given a `tick` next, or null. */
export function watchDeadline(machine: WatchMachine): number | null {
  const { link } = machine;
  if (link.name === "up") return null;
  const waits = link.name === "broken" || link.name === "none"; // for somebody to take the next step with
  if (waits && !isReachable(machine)) return null;
  return link.name === "broken" ? Math.min(link.until, staleAt(machine, link)) : link.until;
}

type Broken = Extract<LinkState, { readonly name: "broken" }>;

/** From when on a new connection is quicker than an ICE restart. */
export function staleAt({ backAt }: WatchMachine, { cameAt }: Broken): number {
  return cameAt + (cameAt < backAt ? PATIENCE.staleWithSocket : PATIENCE.stale);
}

/** Whether there is a broadcaster, and a server to reach it by. */
export function isReachable({ contact, stream }: WatchMachine): boolean {
  return contact === "open" && stream === "live";
}

/** Whether others must go before we are let to the broadcaster. */
export function isQueued({ details }: WatchMachine): boolean {
  return details !== null && details.place !== null;
}

/** Whether a direct path is worth trying: two links in a row found none. */
export function triesDirectly({ failures }: WatchMachine): boolean {
  return failures < 2;
}

/** Whether the broadcaster is there, and link after link to it failed. */
export function isStuck(machine: WatchMachine): boolean {
  return machine.failures >= 2 && isReachable(machine) && !isQueued(machine) && !isFlowing(machine);
}

/** Whether neither picture nor sound is sent, by the broadcaster's own word: then nothing that comes is no fault. */
export function isQuiet({ details }: WatchMachine): boolean {
  if (details === null) return false;
  const { picture, sound } = details.media ?? ALL_MEDIA;
  return (picture === "none" || picture === "stalled") && sound === "none";
}

/** Whether media comes in, or came until just now; or would, if any were sent. */
export function isFlowing(machine: WatchMachine): boolean {
  const { link } = machine;
  return link.name === "up" && (link.flowing || isQuiet(machine));
}
