/** A broadcaster's first message on a socket. */
import type { Hello } from "@/signaling/protocol/client_messages.ts";
import { isSameDescription, NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import type { BroadcastMachine } from "./broadcast_model.ts";

/** @param key the stream key; undefined: this browser does not have it */
export function publishHello(
  stream: string,
  key: string | undefined,
  machine: BroadcastMachine,
): Hello {
  return {
    type: "publish",
    stream,
    ...(key === undefined ? {} : { key }),
    ...descriptionOf(machine),
  };
}

export function resumeHello(ticket: string, machine: BroadcastMachine): Hello {
  return { type: "resume", ticket, negotiation: 0, linked: false, ...descriptionOf(machine) };
}

/** Leaves an empty description out. */
function descriptionOf({ description }: BroadcastMachine) {
  return isSameDescription(description, NO_DESCRIPTION) ? {} : { description };
}
