import type { WatchMachine } from "./watch_model.ts";
import { isFlowing, isQueued, isStuck } from "./watch_facts.ts";
import { ALL_MEDIA } from "@/signaling/protocol/description.ts";
import type { Kind } from "../stats/media_flow.ts";
import type { WatchState } from "../states.ts";

/**
 * The one word of a watch session that is shown. Media that comes in outweighs what is known of sockets and slots.
 * @param missing the kind of media that does not come, while the other does
 */
export function watchState(machine: WatchMachine, missing: Kind | null = null): WatchState {
  const { contact, outage, refusal, stream, played } = machine;
  if (refusal === "stream-full") return "full";
  if (refusal === "server-full") return refusal;
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

/** What the broadcaster does not send is not missed. */
function playing({ details }: WatchMachine, missing: Kind | null): WatchState {
  const { picture, sound } = details?.media ?? ALL_MEDIA;
  if (missing === "video" && picture === "shown") return "sound-only";
  return missing === "audio" && sound === "on" ? "picture-only" : "playing";
}
