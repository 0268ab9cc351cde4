/** Who may do what: stream keys, tickets and allowed origins. */
import { getLogger } from "@logtape/logtape";
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import * as v from "valibot";
import type { Claim, ClaimStore } from "./claims.ts";
import type { ErrorCode } from "./protocol.ts";
import type { PeerId } from "./room_model.ts";

const log = getLogger(["tuila", "access"]);

const DAY = 24 * 60 * 60 * 1000;
/** A name that was not broadcast for this long is free again. */
const CLAIM_LIFETIME = 30 * DAY;
/** How many names one server remembers: about 20 MB of store. */
const MAX_CLAIMS = 100_000;
/** How often it is said that the store cannot be written, at most. */
const SAY_EVERY = 60_000;

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
  /** What could not be written: of names that are owned, so there are no more of them. It lasts as long as the process. */
  const unwritten = new Map<string, Claim>();
  let sayFrom = -Infinity;
  /** Whether the store took it. A full disk disturbs nobody whose name is known. */
  function write(change: () => void): boolean {
    try {
      change();
      return true;
    } catch (error) {
      if (now() >= sayFrom) {
        sayFrom = now() + SAY_EVERY;
        log.error(
          "The store cannot be written, so no new stream names are taken. Is its disk full, or its file read-only? {error}",
          { error },
        );
      }
      return false;
    }
  }
  const find = (stream: string) => unwritten.get(stream) ?? store.find(stream);
  function save(claim: Claim): void {
    if (write(() => store.save(claim))) unwritten.delete(claim.stream);
    else unwritten.set(claim.stream, claim);
  }

  write(() => store.release(now() - CLAIM_LIFETIME));
  const sign = (payload: string) =>
    createHmac("sha256", store.secret).update(payload).digest("base64url");

  /** The hash that owns the stream, if anyone does. */
  function ownerOf(stream: string): string | undefined {
    if (streamKeys === undefined) return find(stream)?.keyHash;
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
        save({ stream, keyHash: owner, seat: peer, usedAt: now() });
        return { ok: true, key: null };
      }
      if (store.count() >= MAX_CLAIMS) {
        write(() => store.release(now() - CLAIM_LIFETIME));
        if (store.count() >= MAX_CLAIMS) {
          return { ok: false, code: "server-full" };
        }
      }
      // A key that comes with a free name is its owner's from before the store was lost: the owner keeps it.
      const newKey = key ?? randomBytes(32).toString("base64url");
      const claim = { stream, keyHash: hash(newKey), seat: peer, usedAt: now() };
      // Who was told a key that is forgotten by the next start would find somebody else on the name.
      if (!write(() => store.save(claim))) return { ok: false, code: "store-failed" };
      return { ok: true, key: key === undefined ? newKey : null };
    },

    resumeSeat(stream, peer) {
      const claim = find(stream);
      if (claim?.seat !== peer) return false;
      save({ ...claim, usedAt: now() });
      return true;
    },

    vacateSeat(stream) {
      const claim = find(stream);
      if (claim !== undefined) save({ ...claim, seat: null, usedAt: now() });
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
