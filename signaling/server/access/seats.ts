/** Owners and seats of streams: checks stream keys against the claim store. */
import { AddressRates } from "@/common/address_limits.ts";
import type { Clock } from "@/common/clock.ts";
import type { Refused } from "./access.ts";
import type { Claim, ClaimStore, Keeping } from "./claims.ts";
import { digest, sameText } from "./digest.ts";
import { isMade, makeKey } from "./keys.ts";
import type { PeerId } from "@/signaling/room/model.ts";

const DAY = 24 * 60 * 60 * 1000;
/** A name that was not used for this long is free again. */
const LIFETIME = 30 * DAY;
/** A name that was live for less than `minimum` in all is free again after `lifetime`. */
export const HARDLY_USED = { minimum: 5 * 60_000, lifetime: DAY } as const;
/** The most names that one server stores: about 20 MB. Beyond it, the least used is freed for a new one. */
const MAX_CLAIMS = 100_000;
/** How many free names one address may claim: a hundred at once, then one a minute. */
export const CLAIM_RATE = { perSecond: 1 / 60, burst: 100 } as const;
/** How many wrong keys one address may try: ten at once, then ten a minute. */
const WRONG_KEYS = { perSecond: 10 / 60, burst: 10 } as const;

export type ClaimResult =
  /** `key`: the new stream key, at a first claim. */
  | { readonly ok: true; readonly key: string | null }
  | Refused;

export interface Seats {
  /**
   * Checks the key of an owned name, or gives a free name to its first claimant.
   * @param address the claimant's network address
   */
  claim(stream: string, key: string | undefined, address: string): ClaimResult;
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
  /** Its time is milliseconds since 1970. */
  readonly clock: Clock;
  /** The only streams that may be broadcast, with their keys. Without it, the first claim of a free name owns it. */
  readonly streamKeys?: ReadonlyMap<string, string>;
  readonly maxClaims?: number;
}

export function createSeats(
  { store, clock, streamKeys, maxClaims = MAX_CLAIMS }: SeatsOptions,
): Seats {
  const rates = new AddressRates(clock, CLAIM_RATE);
  const guesses = new AddressRates(clock, WRONG_KEYS);
  const wrongKey: Refused = {
    ok: false,
    code: streamKeys === undefined ? "stream-taken" : "key-required",
  };
  store.release(keepingAt(clock.now()));

  /** Finds a claim, or frees the name if it is no longer kept. */
  function find(stream: string): Claim | undefined {
    const claim = store.find(stream);
    if (claim === undefined || isKept(claim, clock.now())) return claim;
    store.remove(stream);
    return undefined;
  }

  /** Frees the least used name if there are too many. Returns whether there is room for one more. */
  function makeRoom(): boolean {
    if (store.count() < maxClaims) return true;
    const stream = store.leastUsed();
    if (stream !== undefined) store.remove(stream);
    return stream !== undefined;
  }

  /** Gives a free name to its first claimant. */
  function claimFree(stream: string, key: string | undefined, address: string): ClaimResult {
    if (!rates.take(address)) return tooMany(rates.wait(address));
    if (!makeRoom()) return { ok: false, code: "server-full" };
    // A key for a free name was issued before the store was lost: its owner keeps it.
    const newKey = key ?? makeKey();
    const claim = { stream, keyHash: digest(newKey), seat: null, usedAt: clock.now(), liveFor: 0 };
    if (!store.add(claim)) return seats.claim(stream, key, address); // another process was faster
    return { ok: true, key: key === undefined ? newKey : null };
  }

  /** The hash of the stream's key, if the name is owned. */
  function keyHashOf(stream: string): string | undefined {
    if (streamKeys === undefined) return find(stream)?.keyHash;
    const key = streamKeys.get(stream);
    return key === undefined ? undefined : digest(key);
  }

  /** @param ownerHash undefined: no key is right */
  function checkKey(ownerHash: string | undefined, key: string, address: string): ClaimResult {
    const wait = guesses.wait(address);
    // An owner whose address guesses too much is let in nevertheless: nobody can guess a key that the server made.
    if (wait > 0 && !isMade(key)) return tooMany(wait);
    if (ownerHash !== undefined && sameText(ownerHash, digest(key))) return { ok: true, key: null };
    return guesses.take(address) ? wrongKey : tooMany(wait);
  }

  const seats: Seats = {
    claim(stream, key, address) {
      const ownerHash = keyHashOf(stream);
      if (streamKeys === undefined && ownerHash === undefined) {
        return claimFree(stream, key, address);
      }
      return key === undefined ? wrongKey : checkKey(ownerHash, key, address);
    },

    unclaim(stream) {
      if (store.find(stream)?.seat === null) store.remove(stream);
    },

    take(stream, peer) {
      const keyHash = keyHashOf(stream);
      if (keyHash === undefined) return;
      const now = clock.now();
      const liveFor = liveForAt(store.find(stream), now);
      store.save({ stream, keyHash, seat: digest(peer), usedAt: now, liveFor });
    },

    holds: (stream, peer) => store.find(stream)?.seat === digest(peer),

    vacate(stream) {
      const claim = store.find(stream);
      if (claim === undefined) return;
      const now = clock.now();
      store.save({ ...claim, seat: null, usedAt: now, liveFor: liveForAt(claim, now) });
    },
  };
  return seats;
}

function tooMany(retryAfter: number): Refused {
  return { ok: false, code: "too-many", retryAfter };
}

function keepingAt(now: number): Keeping {
  const { lifetime, minimum } = HARDLY_USED;
  return { usedSince: now - LIFETIME, hardlyUsedSince: now - lifetime, minimum };
}

/** Whether a name still has its owner. While its seat is taken, it has. */
function isKept({ seat, usedAt, liveFor }: Claim, now: number): boolean {
  const { usedSince, hardlyUsedSince, minimum } = keepingAt(now);
  return seat !== null || usedAt >= (liveFor < minimum ? hardlyUsedSince : usedSince);
}

/** How long a seat has been taken, in all. */
function liveForAt(claim: Claim | undefined, now: number): number {
  if (claim === undefined) return 0;
  const { seat, usedAt, liveFor } = claim;
  return seat === null ? liveFor : liveFor + Math.max(0, now - usedAt); // the system's clock may be set back
}
