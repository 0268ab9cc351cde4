/** Owners and seats of streams: checks stream keys against the claim store. */
import { AddressRates } from "@/common/address_limits.ts";
import type { Clock } from "@/common/clock.ts";
import type { Refused } from "./access.ts";
import type { Claim, ClaimStore, Keeping } from "./claims.ts";
import { digest, sameText } from "./digest.ts";
import { isMade, makeKey } from "./keys.ts";
import { TypedKeys } from "./typed_keys.ts";
import type { PeerId } from "@/signaling/room/model.ts";

const DAY = 24 * 60 * 60 * 1000;
/** A name that was not used for this long is free again. */
const LIFETIME = 30 * DAY;
/** A name that was live for less than `minimum` in all is free again after `lifetime`. */
export const HARDLY_USED = { minimum: 5 * 60_000, lifetime: DAY } as const;
/** The most names that one server stores: about 20 MB. Beyond it, the least used is freed for a new one. */
const MAX_CLAIMS = 100_000;
/** How many free names one address may claim at once, unless set: a class of pupils. */
export const CLAIMS_PER_ADDRESS = 40;
/** How many more it may claim a second. */
const CLAIM_RATE = 1 / 60;
/** How many wrong keys one address may try: ten at once, then ten a minute. */
const WRONG_KEYS = { perSecond: 10 / 60, burst: 10 } as const;
/** How long to wait while too many typed keys are being hashed, in milliseconds. */
const BUSY = 2_000;

export type ClaimResult =
  /** `key`: the new stream key, at a first claim. */
  | { readonly ok: true; readonly key: string | null }
  | Refused;

export interface Seats {
  /**
   * Checks the key of an owned name, or gives a free name to its first claimant.
   * @param address the claimant's network address
   * @param keyHash what `hashTyped` returned, if the key is typed
   */
  claim(
    stream: string,
    key: string | undefined,
    address: string,
    keyHash?: string,
  ): ClaimResult;
  /** Hashes a key that a person chose, which takes a while. Refused if its address guesses too much, or too many wait. */
  hashTyped(stream: string, key: string, address: string): Promise<string | Refused>;
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
  /** How many free names one address may claim at once. */
  readonly claimsPerAddress?: number;
}

export function createSeats(options: SeatsOptions): Seats {
  const { store, clock, streamKeys, maxClaims = MAX_CLAIMS } = options;
  const burst = options.claimsPerAddress ?? CLAIMS_PER_ADDRESS;
  const rates = new AddressRates(clock, { perSecond: CLAIM_RATE, burst });
  const guesses = new AddressRates(clock, WRONG_KEYS);
  const typedKeys = new TypedKeys(store.secret);
  /** The hashes of the configured keys that were used. */
  const configured = new Map<string, string>();
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
  function claimFree(
    stream: string,
    key: string | undefined,
    address: string,
    hash?: string,
  ): ClaimResult {
    if (!rates.take(address)) return tooMany(rates.wait(address));
    if (!makeRoom()) return { ok: false, code: "server-full" };
    // A key for a free name was issued before the store was lost: its owner keeps it.
    const newKey = key ?? makeKey();
    const keyHash = hash ?? digest(newKey);
    const isNew = store.add({ stream, keyHash, seat: null, usedAt: clock.now(), liveFor: 0 });
    if (!isNew) return seats.claim(stream, key, address, hash); // another process was faster
    return { ok: true, key: key === undefined ? newKey : null };
  }

  /** Whether a key is that of an owned name, or the configured one. */
  function isRight(stream: string, key: string, keyHash: string): boolean {
    if (streamKeys !== undefined) {
      const expected = streamKeys.get(stream);
      return expected !== undefined && sameText(digest(expected), digest(key));
    }
    const owned = find(stream)?.keyHash;
    // Earlier versions kept the digest of a typed key too.
    return owned !== undefined && (sameText(owned, keyHash) || sameText(owned, digest(key)));
  }

  function checkKey(stream: string, key: string, address: string, keyHash: string): ClaimResult {
    const wait = guesses.wait(address);
    // An owner whose address guesses too much is let in nevertheless: nobody can guess a key that the server made.
    if (wait > 0 && !isMade(key)) return tooMany(wait);
    if (!isRight(stream, key, keyHash)) return guesses.take(address) ? wrongKey : tooMany(wait);
    remember(stream, keyHash);
    return { ok: true, key: null };
  }

  function remember(stream: string, keyHash: string): void {
    if (streamKeys !== undefined) return void configured.set(stream, keyHash);
    const owned = store.find(stream);
    if (owned !== undefined && owned.keyHash !== keyHash) store.save({ ...owned, keyHash });
  }

  const seats: Seats = {
    claim(stream, key, address, hash) {
      if (streamKeys === undefined && find(stream) === undefined) {
        return claimFree(stream, key, address, hash);
      }
      return key === undefined ? wrongKey : checkKey(stream, key, address, hash ?? digest(key));
    },

    async hashTyped(stream, key, address) {
      if (typedKeys.isBusy) return { ok: false, code: "server-full", retryAfter: BUSY };
      // Count it as wrong until it is known, so that no more are computed at once than may be guessed.
      if (!guesses.take(address)) return tooMany(guesses.wait(address));
      const hash = await typedKeys.hash(stream, key);
      guesses.putBack(address);
      return hash;
    },

    unclaim(stream) {
      if (store.find(stream)?.seat === null) store.remove(stream);
    },

    take(stream, peer) {
      const claim = store.find(stream);
      const keyHash = configured.get(stream) ?? claim?.keyHash;
      if (keyHash === undefined) return;
      const now = clock.now();
      const liveFor = liveForAt(claim, now);
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
