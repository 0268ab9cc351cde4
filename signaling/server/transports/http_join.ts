/**
 * Accepts a viewer's `watch` by HTTP: the page already has the connection that loaded its HTML, while a socket takes two
 * round trips to open.
 */
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import type { Hub } from "../hub.ts";
import { PendingPeer } from "./pending_peer.ts";
import { parseHello } from "@/signaling/protocol/client_messages.ts";
import { type ErrorCode, ERRORS } from "@/signaling/protocol/errors.ts";
import type { ServerMessage } from "@/signaling/protocol/server_messages.ts";

/** How long the response waits for the broadcaster's answer, in milliseconds. A later answer goes to the socket. */
const ANSWER_TIMEOUT = 2_000;

export interface JoinResponse {
  readonly as: "welcome" | "bad-input" | "refused";
  readonly messages: readonly ServerMessage[];
}

/**
 * Admits a viewer. Its socket takes over with `attach`; if none does in time, the viewer is closed as silent.
 * @param address the viewer's network address
 */
export async function joinByHttp(
  hub: Hub,
  body: string,
  address: string,
  clock: Clock = SYSTEM_CLOCK,
): Promise<JoinResponse> {
  const parsed = parseHello(body);
  if (!parsed.ok) return badInput(parsed.code);
  if (parsed.message.type !== "watch") return badInput("bad-message");
  const pending = new PendingPeer();
  const peer = hub.connect(pending, { address });
  pending.onclosed = () => peer.closed("lost");
  peer.hello(parsed.message);
  const cancel = clock.after(ANSWER_TIMEOUT, () => pending.stopWaiting());
  await pending.settled;
  cancel();
  return { as: pending.isAdmitted ? "welcome" : "refused", messages: pending.takeBuffered() };
}

function badInput(code: ErrorCode): JoinResponse {
  return { as: "bad-input", messages: [{ type: "error", code, message: ERRORS[code] }] };
}
