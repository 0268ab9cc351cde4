/** Signed tickets, with which peers resume. The server stores nothing for them but who has left. */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import * as v from "valibot";
import type { PeerId } from "@/signaling/room/model.ts";
import { sameText } from "./digest.ts";

/** States that this peer had this role in this stream. Its room decides whether it may come back. */
const Ticket = v.object({
  stream: v.string(),
  role: v.picklist(["broadcaster", "viewer"]),
  peer: v.string(),
});
export type Ticket = v.InferOutput<typeof Ticket>;

/** The most peers that left whose tickets are remembered as void. Beyond it, the oldest are forgotten: some 2 MB. */
export const MAX_LEFT = 10_000;

export interface Tickets {
  issueTicket(ticket: Ticket): string;
  /** The content of a ticket, or undefined if it is forged, or its peer has left. */
  readTicket(text: string): Ticket | undefined;
  /** Voids the ticket of a peer that leaves. A restarted server does not know. */
  endTicket(peer: PeerId): void;
}

export function createTickets(secret: Uint8Array): Tickets {
  const sign = (payload: string) =>
    createHmac("sha256", secret).update(payload).digest("base64url");
  const left = new Set<PeerId>();
  return {
    issueTicket(ticket) {
      const payload = Buffer.from(JSON.stringify(ticket)).toString("base64url");
      return `${payload}.${sign(payload)}`;
    },

    readTicket(text) {
      const [payload, signature, ...more] = text.split(".");
      const genuine = signature !== undefined && sameText(signature, sign(payload));
      if (!genuine || more.length > 0) return undefined;
      const ticket = v.parse(Ticket, JSON.parse(Buffer.from(payload, "base64url").toString()));
      return left.has(ticket.peer) ? undefined : ticket;
    },

    endTicket(peer) {
      left.add(peer);
      const [oldest] = left;
      if (left.size > MAX_LEFT) left.delete(oldest);
    },
  };
}
