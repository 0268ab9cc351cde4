import type { StreamState } from "@/signaling/protocol.ts";
import type { WatchState } from "./states.ts";

/** What a watch session knows; one word of it is shown. */
export interface WatchFacts {
  readonly supported: boolean;
  /** Whether there is a socket that the server talks on. */
  readonly contact: "none" | "open" | "lost" | "refused";
  /** The code with which the server did not let us in last, if it did not. */
  readonly refusal: string | null;
  /** What the server said last of the stream. */
  readonly stream: StreamState | null;
  /** Whether media comes in. */
  readonly flowing: boolean;
}

/** Media that comes in outweighs what is known of sockets and seats: they fail apart. */
export function watchState(facts: WatchFacts): WatchState {
  if (!facts.supported) return "no-webrtc";
  if (facts.refusal === "stream-full" || facts.refusal === "server-full") return "full";
  if (facts.contact === "refused") return "refused";
  if (facts.stream === "ended") return "ended";
  if (facts.flowing) return "playing";
  if (facts.contact === "lost") return "unreachable";
  switch (facts.stream) {
    case null:
      return "connecting";
    case "waiting":
      return "waiting";
    case "live":
      return "joining";
    case "paused":
      return "paused";
    default:
      return facts.stream satisfies never;
  }
}
