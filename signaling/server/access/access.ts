/** Decides which peers are admitted, and from which origins. */
import { randomBytes } from "node:crypto";
import type { Hello } from "@/signaling/protocol/client_messages.ts";
import type { ErrorCode } from "@/signaling/protocol/errors.ts";
import type { PeerId, Role } from "@/signaling/room/model.ts";
import { isMade } from "./keys.ts";
import { createSeats, type SeatsOptions } from "./seats.ts";
import { createTickets, type Tickets } from "./tickets.ts";

/** A peer that passed the check. */
export interface Admitted {
  readonly ok: true;
  readonly stream: string;
  readonly role: Role;
  readonly peer: PeerId;
  /** The new stream key, at a first claim. */
  readonly key: string | null;
}

/** A peer that did not. */
export interface Refused {
  readonly ok: false;
  readonly code: ErrorCode;
  /** How long it should wait before it tries again, in milliseconds. */
  readonly retryAfter?: number;
}

export type Decision = Admitted | Refused;

/**
 * The hub's interface to access control. A peer that passes goes to its room, which admits or refuses it. If several peers
 * publish one stream, its room orders them, and each replaces the one before.
 */
export interface Access extends Tickets {
  /**
   * Decides by its hello who a peer is. The only change it makes: the first claim of a free name owns it.
   * @param address the peer's network address
   */
  admit(hello: Hello, address: string): PromiseLike<Decision>;
  /** Frees a name that was claimed for a peer that was not admitted: its key was never sent. */
  withdraw(admitted: Admitted): void;
  /** Records an admitted broadcaster: only its ticket can resume the seat, until the seat is vacated. */
  takeSeat(stream: string, peer: PeerId): void;
  vacateSeat(stream: string): void;
}

/** Access control with a store in this process. */
export interface LocalAccess extends Access {
  /**
   * The same as `admit`, synchronously.
   * @param keyHash the hash of a typed key
   */
  decide(hello: Hello, address: string, keyHash?: string): Decision;
}

export function createAccess(options: SeatsOptions): LocalAccess {
  const seats = createSeats(options);
  const tickets = createTickets(options.store.secret);

  function decide(hello: Hello, address: string, keyHash?: string): Decision {
    switch (hello.type) {
      case "publish": {
        const { stream } = hello;
        const claim = seats.claim(stream, hello.key, address, keyHash);
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
    async admit(hello, address) {
      if (hello.type !== "publish" || hello.key === undefined || isMade(hello.key)) {
        return decide(hello, address);
      }
      const hash = await seats.hashTyped(hello.stream, hello.key, address);
      return typeof hash === "string" ? decide(hello, address, hash) : hash;
    },
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
 * Whether a page of that origin may open a socket here. Browsers always send an origin, so a request without one is refused.
 * @param host the host and port of the request
 */
export function originAllowed(
  origin: string | null,
  host: string,
  allowed: readonly string[] = [],
): boolean {
  if (origin === null || !URL.canParse(origin)) return false;
  const { protocol, host: originHost, origin: canonical } = new URL(origin);
  if (allowed.includes(canonical)) return true;
  // Compare only the hosts: behind a proxy that terminates TLS the schemes differ.
  return (protocol === "https:" || protocol === "http:") && originHost === host;
}
