/** What a broadcaster says first on a socket. */
import type { Hello } from "@/signaling/protocol/client_messages.ts";
import { isSameDescription, NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import type { BroadcastMachine } from "./broadcast_model.ts";

/** @param key the stream key, if this browser has it */
export function publishHello(
  stream: string,
  key: string | undefined,
  machine: BroadcastMachine,
): Hello {
  return { type: "publish", stream, ...(key === undefined ? {} : { key }), ...described(machine) };
}

export function resumeHello(ticket: string, machine: BroadcastMachine): Hello {
  return { type: "resume", ticket, negotiation: 0, linked: false, ...described(machine) };
}

/** Where nothing is described, nothing is said of it. */
function described({ description }: BroadcastMachine) {
  return isSameDescription(description, NO_DESCRIPTION) ? {} : { description };
}
