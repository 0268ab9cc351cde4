/** Who may come in, and as whom; and which pages may ask. */
import { randomBytes } from "node:crypto";
import type { Hello } from "@/signaling/protocol/client_messages.ts";
import type { ErrorCode } from "@/signaling/protocol/errors.ts";
import type { PeerId, Role } from "@/signaling/room/model.ts";
import { createSeats, type SeatsOptions } from "./seats.ts";
import { createTickets, type Tickets } from "./tickets.ts";

/** A peer that may come in. */
export interface Admitted {
  readonly ok: true;
  readonly stream: string;
  readonly role: Role;
  readonly peer: PeerId;
  /** The new stream key, at a first claim. */
  readonly key: string | null;
}

export type Decision = Admitted | { readonly ok: false; readonly code: ErrorCode };

/**
 * What the hub asks. A peer that may come in is brought to its room, which decides; rooms put those who publish one stream in
 * an order, and the seat goes from one to the next.
 */
export interface Access extends Tickets {
  /** Decides who a peer is by its hello. All that it changes is who owns a free name: the first who claims it. */
  admit(hello: Hello): PromiseLike<Decision>;
  /** Gives the name free that was claimed for a peer which did not come in after all: nobody was told its key. */
  withdraw(admitted: Admitted): void;
  /** A broadcaster is in: its ticket, and no other, brings it back until the seat is vacated. */
  takeSeat(stream: string, peer: PeerId): void;
  vacateSeat(stream: string): void;
}

/** Access by a store in this process. */
export interface LocalAccess extends Access {
  /** What `admit` resolves to. */
  decide(hello: Hello): Decision;
}

export function createAccess(options: SeatsOptions): LocalAccess {
  const seats = createSeats(options);
  const tickets = createTickets(options.store.secret);

  function decide(hello: Hello): Decision {
    switch (hello.type) {
      case "publish": {
        const { stream } = hello;
        const claim = seats.claim(stream, hello.key);
        if (!claim.ok) return claim;
        return { ok: true, stream, role: "broadcaster", peer: newPeer(), key: claim.key };
      }
      case "watch": {
        const { stream } = hello;
        return { ok: true, stream, role: "viewer", peer: newPeer(), key: null };
      }
      case "resume":
      case "attach": {
        const ticket = tickets.readTicket(hello.ticket);
        if (ticket === undefined) return { ok: false, code: "ticket-refused" };
        const { stream, peer, role } = ticket;
        if (role === "broadcaster" && !seats.holds(stream, peer)) {
          return { ok: false, code: "ticket-refused" };
        }
        return { ok: true, stream, role, peer, key: null };
      }
      default:
        return hello satisfies never;
    }
  }

  return {
    ...tickets,
    decide,
    admit: (hello) => Promise.resolve(decide(hello)),
    withdraw({ stream, key }) {
      if (key !== null) seats.unclaim(stream);
    },
    takeSeat: seats.take,
    vacateSeat: seats.vacate,
  };
}

function newPeer(): PeerId {
  return randomBytes(12).toString("base64url");
}

/**
 * Whether a page of that origin may open a socket here. A browser always says its origin, so a request without one is
 * refused as well.
 * @param host the host and port that the request was made to
 */
export function originAllowed(
  origin: string | null,
  host: string,
  allowed: readonly string[] = [],
): boolean {
  if (origin === null || !URL.canParse(origin)) return false;
  const { protocol, host: originHost, origin: canonical } = new URL(origin);
  if (allowed.includes(canonical)) return true;
  // Only the hosts are compared: behind a proxy that ends TLS the schemes differ.
  return (protocol === "https:" || protocol === "http:") && originHost === host;
}
