/** Who owns which stream, and has its seat: stream keys, and what the store knows of them. */
import { getLogger } from "@logtape/logtape";
import { Buffer } from "node:buffer";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Claim, ClaimStore } from "./claims.ts";
import type { ErrorCode } from "@/signaling/protocol/errors.ts";
import type { PeerId } from "@/signaling/room/model.ts";

const log = getLogger(["tuila", "seats"]);

const DAY = 24 * 60 * 60 * 1000;
/** A name that was not broadcast for this long is free again. */
const CLAIM_LIFETIME = 30 * DAY;
/** How many names one server remembers: about 20 MB of store. */
const MAX_CLAIMS = 100_000;
/** How often it is said that the store cannot be written, at most. */
const SAY_EVERY = 60_000;

export type ClaimResult =
  /** `key`: the new stream key, at a first claim. */
  | { readonly ok: true; readonly key: string | null }
  | { readonly ok: false; readonly code: ErrorCode };

export interface Seats {
  /** Lets its owner have the seat of a stream, or the first to claim a free name, which is its own from then on. */
  claim(stream: string, key: string | undefined): ClaimResult;
  /** Gives a name free that was claimed, and whose seat nobody has had since. */
  unclaim(stream: string): void;
  /** Takes the seat for a peer. */
  take(stream: string, peer: PeerId): void;
  /** Whether this peer took the seat last, and the stream was not stopped since. */
  holds(stream: string, peer: PeerId): boolean;
  vacate(stream: string): void;
}

export interface SeatsOptions {
  readonly store: ClaimStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The only streams that may be broadcast, and their keys. Without: whoever claims a free name owns it. */
  readonly streamKeys?: ReadonlyMap<string, string>;
}

export function createSeats({ store, now, streamKeys }: SeatsOptions): Seats {
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

  /** The hash that owns the stream, if anyone does. */
  function ownerOf(stream: string): string | undefined {
    if (streamKeys === undefined) return find(stream)?.keyHash;
    const key = streamKeys.get(stream);
    return key === undefined ? undefined : hash(key);
  }

  return {
    claim(stream, key) {
      const owner = ownerOf(stream);
      if (streamKeys !== undefined && owner === undefined) {
        return { ok: false, code: "key-required" };
      }
      if (owner !== undefined) {
        // One answer for no key and for a wrong one.
        if (key !== undefined && sameText(owner, hash(key))) return { ok: true, key: null };
        return { ok: false, code: streamKeys === undefined ? "stream-taken" : "key-required" };
      }
      if (store.count() >= MAX_CLAIMS) {
        write(() => store.release(now() - CLAIM_LIFETIME));
        if (store.count() >= MAX_CLAIMS) {
          return { ok: false, code: "server-full" };
        }
      }
      // A key that comes with a free name is its owner's from before the store was lost: the owner keeps it.
      const newKey = key ?? randomBytes(32).toString("base64url");
      const claim = { stream, keyHash: hash(newKey), seat: null, usedAt: now() };
      // Who was told a key that is forgotten by the next start would find somebody else on the name.
      if (!write(() => store.save(claim))) return { ok: false, code: "store-failed" };
      return { ok: true, key: key === undefined ? newKey : null };
    },

    unclaim(stream) {
      if (find(stream)?.seat === null) write(() => store.remove(stream));
    },

    take(stream, peer) {
      const keyHash = ownerOf(stream);
      if (keyHash !== undefined) save({ stream, keyHash, seat: peer, usedAt: now() });
    },

    holds: (stream, peer) => find(stream)?.seat === peer,

    vacate(stream) {
      const claim = find(stream);
      if (claim !== undefined) save({ ...claim, seat: null, usedAt: now() });
    },
  };
}

function hash(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
