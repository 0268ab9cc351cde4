/** Who may do what: stream keys, tickets and allowed origins. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import * as v from "valibot";
import type { ClaimStore } from "./claims.ts";
import type { ErrorCode } from "./protocol.ts";
import type { PeerId } from "./room_model.ts";

const DAY = 24 * 60 * 60 * 1000;
/** A name that was not broadcast for this long is free again. */
const CLAIM_LIFETIME = 30 * DAY;
/** How many names one server remembers: about 20 MB of store. */
const MAX_CLAIMS = 100_000;

/** What a ticket says: this peer had this role in this stream. Whether it may come back is its room's to say. */
const Ticket = v.object({
  stream: v.string(),
  role: v.picklist(["broadcaster", "viewer"]),
  peer: v.string(),
});
export type Ticket = v.InferOutput<typeof Ticket>;

export type ClaimResult =
  /** `key`: the new stream key, at a first claim. */
  | { readonly ok: true; readonly key: string | null }
  | { readonly ok: false; readonly code: ErrorCode };

export interface Access {
  /** Takes the seat of a stream for a peer, as its owner or as the first to claim the name. */
  claimSeat(stream: string, key: string | undefined, peer: PeerId): ClaimResult;
  /** Comes back to a seat: only the peer that took it last, and only until the stream was stopped. */
  resumeSeat(stream: string, peer: PeerId): boolean;
  vacateSeat(stream: string): void;
  issueTicket(ticket: Ticket): string;
  /** What a ticket says, or undefined if it is forged. */
  readTicket(text: string): Ticket | undefined;
}

export interface AccessOptions {
  readonly store: ClaimStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The only streams that may be broadcast, and their keys. Without: whoever claims a free name owns it. */
  readonly streamKeys?: ReadonlyMap<string, string>;
}

export function createAccess({ store, now, streamKeys }: AccessOptions): Access {
  store.release(now() - CLAIM_LIFETIME);
  const sign = (payload: string) =>
    createHmac("sha256", store.secret).update(payload).digest("base64url");

  /** The hash that owns the stream, if anyone does. */
  function ownerOf(stream: string): string | undefined {
    if (streamKeys === undefined) return store.find(stream)?.keyHash;
    const key = streamKeys.get(stream);
    return key === undefined ? undefined : hash(key);
  }

  return {
    claimSeat(stream, key, peer) {
      const owner = ownerOf(stream);
      if (streamKeys !== undefined && owner === undefined) {
        return { ok: false, code: "key-required" };
      }
      if (owner !== undefined) {
        // One answer for no key and for a wrong one.
        if (key === undefined || !sameText(owner, hash(key))) {
          return { ok: false, code: streamKeys === undefined ? "stream-taken" : "key-required" };
        }
        store.save({ stream, keyHash: owner, seat: peer, usedAt: now() });
        return { ok: true, key: null };
      }
      if (store.count() >= MAX_CLAIMS) {
        store.release(now() - CLAIM_LIFETIME);
        if (store.count() >= MAX_CLAIMS) {
          return { ok: false, code: "server-full" };
        }
      }
      // A key that comes with a free name is its owner's from before the store was lost: the owner keeps it.
      const newKey = key ?? randomBytes(32).toString("base64url");
      store.save({ stream, keyHash: hash(newKey), seat: peer, usedAt: now() });
      return { ok: true, key: key === undefined ? newKey : null };
    },

    resumeSeat(stream, peer) {
      const claim = store.find(stream);
      if (claim?.seat !== peer) return false;
      store.save({ ...claim, usedAt: now() });
      return true;
    },

    vacateSeat(stream) {
      const claim = store.find(stream);
      if (claim !== undefined) store.save({ ...claim, seat: null, usedAt: now() });
    },

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

function hash(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
