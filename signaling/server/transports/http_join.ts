/**
 * A viewer's first message, sent by HTTP: a page has a connection for that already, which its HTML came on, while a socket
 * takes two round trips to open.
 */
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import type { Hub } from "../hub.ts";
import { PendingPeer } from "./pending_peer.ts";
import { parseHello } from "@/signaling/protocol/client_messages.ts";
import { type ErrorCode, ERRORS } from "@/signaling/protocol/errors.ts";
import type { ServerMessage } from "@/signaling/protocol/server_messages.ts";

/** How long the broadcaster's answer is waited for, in milliseconds. Who has none by then hears it on the socket. */
const PATIENCE = 2_000;

/** What a viewer is told in response. */
export interface JoinResponse {
  readonly as: "welcome" | "bad-input" | "refused";
  readonly messages: readonly ServerMessage[];
}

/** Admits a viewer by its `watch`. Its socket takes over by `attach`; who has none in time is gone as if it had fallen silent. */
export async function joinByHttp(
  hub: Hub,
  body: string,
  clock: Clock = SYSTEM_CLOCK,
): Promise<JoinResponse> {
  const parsed = parseHello(body);
  if (!parsed.ok) return badInput(parsed.code);
  if (parsed.message.type !== "watch") return badInput("bad-message");
  const pending = new PendingPeer();
  const peer = hub.connect(pending);
  pending.onclosed = () => peer.closed("lost");
  peer.hello(parsed.message);
  const cancel = clock.after(PATIENCE, () => pending.answerNow());
  await pending.settled;
  cancel();
  return { as: pending.isAdmitted ? "welcome" : "refused", messages: pending.takeKept() };
}

function badInput(code: ErrorCode): JoinResponse {
  return { as: "bad-input", messages: [{ type: "error", code, message: ERRORS[code] }] };
}
