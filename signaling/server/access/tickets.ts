/** Tickets, with which peers come back as themselves: signed, so that nothing need be kept of them. */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import * as v from "valibot";
import { sameText } from "./seats.ts";

/** What a ticket says: this peer had this role in this stream. Whether it may come back is its room's to say. */
const Ticket = v.object({
  stream: v.string(),
  role: v.picklist(["broadcaster", "viewer"]),
  peer: v.string(),
});
export type Ticket = v.InferOutput<typeof Ticket>;

export interface Tickets {
  issueTicket(ticket: Ticket): string;
  /** What a ticket says, or undefined if it is forged. */
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
