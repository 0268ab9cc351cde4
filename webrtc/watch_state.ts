import type { WatchMachine } from "./watch_model.ts";
import { isFlowing, isQueued, isStuck } from "./watch_machine.ts";
import type { WatchState } from "./states.ts";

/** The one word of a watch session that is shown. Media that comes in outweighs what is known of sockets and seats. */
export function watchState(machine: WatchMachine): WatchState {
  const { contact, outage, refusal, stream, played } = machine;
  if (refusal === "stream-full") return "full";
  if (refusal === "server-full") return refusal;
  if (refusal === "removed") return "removed";
  if (contact === "over") return "refused";
  if (contact === "replaced") return "replaced";
  if (stream === "ended") return "ended";
  if (isFlowing(machine)) return "playing";
  if (contact === "lost") return played && outage === "unreachable" ? "reconnecting" : outage;
  if (isQueued(machine)) return "queued";
  if (isStuck(machine)) return "stuck";
  switch (stream) {
    case null:
      return "connecting";
    case "waiting":
      return "waiting";
    case "live":
      return played ? "reconnecting" : "joining";
    case "paused":
      return "paused";
    default:
      return stream satisfies never;
  }
}
