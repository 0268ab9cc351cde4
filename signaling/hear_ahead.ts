/**
 * A viewer's first message, sent by HTTP: a page has a connection for that already, which its HTML came on, while a socket
 * takes two round trips to open.
 */
import { type Clock, SYSTEM_CLOCK } from "./clock.ts";
import type { Hub } from "./hub.ts";
import { Mailbox } from "./mailbox.ts";
import { type ErrorCode, ERRORS, parseHello, type ServerMessage } from "./protocol.ts";

/** How long the broadcaster's answer is waited for, in milliseconds. Who has none by then hears it on the socket. */
const PATIENCE = 2_000;

/** What a viewer is told in response: the messages, as texts. */
export interface Told {
  readonly as: "welcome" | "bad-input" | "refused";
  readonly messages: readonly string[];
}

/** Lets a viewer in by its `watch`. Its socket takes over by `attach`; who has none in time is gone as if it had fallen silent. */
export async function hearAhead(
  hub: Hub,
  hello: string,
  clock: Clock = SYSTEM_CLOCK,
): Promise<Told> {
  const parsed = parseHello(hello);
  if (!parsed.ok) return badInput(parsed.code);
  if (parsed.message.type !== "watch") return badInput("bad-message");
  const mailbox = new Mailbox();
  const owner = hub.connect(mailbox);
  mailbox.onclose = (code) => owner.closed(code);
  owner.message(hello);
  const cancel = clock.after(PATIENCE, mailbox.settle);
  await mailbox.settled;
  cancel();
  return { as: mailbox.isIn ? "welcome" : "refused", messages: mailbox.take() };
}

function badInput(code: ErrorCode): Told {
  const error: ServerMessage = { type: "error", code, message: ERRORS[code] };
  return { as: "bad-input", messages: [JSON.stringify(error)] };
}
