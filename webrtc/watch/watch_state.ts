import type { WatchMachine } from "./watch_model.ts";
import { isFlowing, isQueued, isStuck } from "./watch_facts.ts";
import { ALL_MEDIA } from "@/signaling/protocol/description.ts";
import type { Kind } from "../stats/media_flow.ts";
import type { WatchState } from "../states.ts";

/**
 * The state of a watch session as the page shows it. Arriving media counts more than the state of the socket or the queue.
 * @param missing the kind of media that does not arrive while the other does
 */
export function watchState(machine: WatchMachine, missing: Kind | null = null): WatchState {
  const { contact, outage, refusal, stream, played } = machine;
  if (refusal === "stream-full") return "full";
  if (refusal === "server-full" || refusal === "too-many") return refusal;
  if (refusal === "removed") return "removed";
  if (contact === "no-webrtc") return contact;
  if (contact === "over") return "refused";
  if (contact === "replaced") return "replaced";
  if (stream === "ended") return "ended";
  if (isFlowing(machine)) return playing(machine, missing);
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

/** A kind that the broadcaster does not send is not missing. */
function playing({ details }: WatchMachine, missing: Kind | null): WatchState {
  const { picture, sound } = details?.media ?? ALL_MEDIA;
  if (missing === "video" && picture === "shown") return "sound-only";
  return missing === "audio" && sound === "on" ? "picture-only" : "playing";
}
