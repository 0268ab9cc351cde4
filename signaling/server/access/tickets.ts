/** Signed tickets, with which peers resume. The server stores nothing for them. */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import * as v from "valibot";
import { sameText } from "./digest.ts";

/** States that this peer had this role in this stream. Its room decides whether it may come back. */
const Ticket = v.object({
  stream: v.string(),
  role: v.picklist(["broadcaster", "viewer"]),
  peer: v.string(),
});
export type Ticket = v.InferOutput<typeof Ticket>;

export interface Tickets {
  issueTicket(ticket: Ticket): string;
  /** The content of a ticket, or undefined if it is forged. */
  readTicket(text: string): Ticket | undefined;
}

export function createTickets(secret: Uint8Array): Tickets {
  const sign = (payload: string) =>
    createHmac("sha256", secret).update(payload).digest("base64url");
  return {
    issueTicket(ticket) {
      const payload = Buffer.from(JSON.stringify(ticket)).toString("base64url");
      return `${payload}.${sign(payload)}`;
    },

    readTicket(text) {
      const [payload, signature, ...more] = text.split(".");
      const genuine = signature !== undefined && sameText(signature, sign(payload));
      if (!genuine || more.length > 0) return undefined;
      return v.parse(Ticket, JSON.parse(Buffer.from(payload, "base64url").toString()));
    },
  };
}
