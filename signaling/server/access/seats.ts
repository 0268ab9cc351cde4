/** Owners and seats of streams: checks stream keys against the claim store. */
import { randomBytes } from "node:crypto";
import type { ClaimStore } from "./claims.ts";
import { digest, sameText } from "./digest.ts";
import type { ErrorCode } from "@/signaling/protocol/errors.ts";
import type { PeerId } from "@/signaling/room/model.ts";

const DAY = 24 * 60 * 60 * 1000;
/** A name that was not used for this long is free again. */
const CLAIM_LIFETIME = 30 * DAY;
/** The most names that one server stores: about 20 MB. */
const MAX_CLAIMS = 100_000;

export type ClaimResult =
  /** `key`: the new stream key, at a first claim. */
  | { readonly ok: true; readonly key: string | null }
  | { readonly ok: false; readonly code: ErrorCode };

export interface Seats {
  /** Checks the key of an owned name, or gives a free name to its first claimant. */
  claim(stream: string, key: string | undefined): ClaimResult;
  /** Frees a claimed name if no peer has taken its seat since. */
  unclaim(stream: string): void;
  /** Records that a peer took the seat. */
  take(stream: string, peer: PeerId): void;
  /** Whether this peer took the seat last, and the stream has not been stopped since. */
  holds(stream: string, peer: PeerId): boolean;
  vacate(stream: string): void;
}

export interface SeatsOptions {
  /** It does not throw when it cannot be written: see `BufferedClaims`. */
  readonly store: ClaimStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The only streams that may be broadcast, with their keys. Without it, the first claim of a free name owns it. */
  readonly streamKeys?: ReadonlyMap<string, string>;
}

export function createSeats({ store, now, streamKeys }: SeatsOptions): Seats {
  store.release(now() - CLAIM_LIFETIME);

  /** The hash of the stream's key, if the name is owned. */
  function keyHashOf(stream: string): string | undefined {
    if (streamKeys === undefined) return store.find(stream)?.keyHash;
    const key = streamKeys.get(stream);
    return key === undefined ? undefined : digest(key);
  }

  const seats: Seats = {
    claim(stream, key) {
      const ownerHash = keyHashOf(stream);
      if (streamKeys !== undefined && ownerHash === undefined) {
        return { ok: false, code: "key-required" };
      }
      if (ownerHash !== undefined) {
        // The same answer for a missing and a wrong key.
        if (key !== undefined && sameText(ownerHash, digest(key))) return { ok: true, key: null };
        return { ok: false, code: streamKeys === undefined ? "stream-taken" : "key-required" };
      }
      if (store.count() >= MAX_CLAIMS) {
        store.release(now() - CLAIM_LIFETIME);
        if (store.count() >= MAX_CLAIMS) return { ok: false, code: "server-full" };
      }
      // A key for a free name was issued before the store was lost: its owner keeps it.
      const newKey = key ?? randomBytes(32).toString("base64url");
      const isNew = store.add({ stream, keyHash: digest(newKey), seat: null, usedAt: now() });
      if (!isNew) return seats.claim(stream, key); // another process was faster
      return { ok: true, key: key === undefined ? newKey : null };
    },

    unclaim(stream) {
      if (store.find(stream)?.seat === null) store.remove(stream);
    },

    take(stream, peer) {
      const keyHash = keyHashOf(stream);
      if (keyHash !== undefined) store.save({ stream, keyHash, seat: digest(peer), usedAt: now() });
    },

    holds: (stream, peer) => store.find(stream)?.seat === digest(peer),

    vacate(stream) {
      const claim = store.find(stream);
      if (claim !== undefined) store.save({ ...claim, seat: null, usedAt: now() });
    },
  };
  return seats;
}
