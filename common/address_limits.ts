/**
 * Limits for what comes from one network address. An IPv6 subscriber has a whole network of addresses, so it is counted as its
 * /64, and more generously as its /56 and its /48 (RFC 6177).
 */
import type { Clock } from "./clock.ts";
import { RateLimit } from "./rate_limit.ts";

/** The most groups of addresses that one limit remembers. Beyond it, those heard of least recently are forgotten. */
const MAX_GROUPS = 20_000;

/** Addresses that are counted together, and how many times the limit of one IPv4 address they have. */
interface Group {
  readonly name: string;
  readonly share: number;
}

/** So many a second on average, so many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Limits how often something comes from an address. */
export class AddressRates {
  readonly #clock: Clock;
  readonly #rate: Rate;
  /** The least recently used first. */
  readonly #buckets = new Map<string, RateLimit>();

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock;
    this.#rate = rate;
  }

  /** Takes one, if every group of the address has one. Returns whether it did. */
  take(address: string): boolean {
    const now = this.#clock.now();
    const buckets = groupsOf(address).map((group) => this.#bucket(group, now));
    if (buckets.some((bucket) => bucket.wait(now) > 0)) return false;
    for (const bucket of buckets) bucket.take(now);
    return true;
  }

  /** Puts back what was taken. */
  putBack(address: string): void {
    for (const { name } of groupsOf(address)) this.#buckets.get(name)?.putBack();
  }

  /** Milliseconds until `take` will succeed; 0: now. */
  wait(address: string): number {
    const now = this.#clock.now();
    const waits = groupsOf(address).map(({ name }) => this.#buckets.get(name)?.wait(now) ?? 0);
    return Math.max(...waits);
  }

  #bucket({ name, share }: Group, now: number): RateLimit {
    const { perSecond, burst } = this.#rate;
    const bucket = this.#buckets.get(name) ?? new RateLimit(perSecond * share, burst * share, now);
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > MAX_GROUPS) forgetFirst(this.#buckets);
    return bucket;
  }
}

/** Limits how many there are from an address at the same time. Its memory is bounded by what it counts. */
export class AddressCounts {
  readonly #counts = new Map<string, number>();

  /** @param most how many one IPv4 address may have */
  constructor(readonly most: number) {}

  /** Counts one more, if there is room. Returns whether it did; `leave` must follow then. */
  enter(address: string): boolean {
    const hasRoom = this.hasRoom(address);
    if (hasRoom) this.add(address);
    return hasRoom;
  }

  /** Whether every group of the address has room for one more. */
  hasRoom(address: string): boolean {
    return groupsOf(address).every(({ name, share }) => this.#count(name) < this.most * share);
  }

  /** Counts one more, whether or not there is room. `leave` must follow. */
  add(address: string): void {
    for (const { name } of groupsOf(address)) this.#counts.set(name, this.#count(name) + 1);
  }

  leave(address: string): void {
    for (const { name } of groupsOf(address)) {
      const count = this.#count(name) - 1;
      if (count > 0) this.#counts.set(name, count);
      else this.#counts.delete(name);
    }
  }

  #count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}

/** The name of the smallest group that an address is counted in: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  return groupsOf(address)[0].name;
}

function groupsOf(address: string): readonly Group[] {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return [{ name: mapped, share: 1 }];
  if (!address.includes(":")) return [{ name: address, share: 1 }];
  const [a, b, c, d] = hextets(address);
  const site = [a, b, c].map(hex).join(":");
  return [
    { name: `${site}:${hex(d)}/64`, share: 1 },
    { name: `${site}:${hex(d & 0xff00)}/56`, share: 4 },
    { name: `${site}/48`, share: 16 },
  ];
}

/** The first four 16-bit parts of an IPv6 address (RFC 4291, 2.2). */
function hextets(address: string): number[] {
  const [head, tail] = address.split("%")[0].split("::");
  const parts = (text = "") => text === "" ? [] : text.split(":");
  const before = parts(head);
  const after = parts(tail);
  const length = after.length + (after.at(-1)?.includes(".") ? 1 : 0); // an IPv4 address is two parts
  const zeros = Math.max(0, 8 - before.length - length);
  return [...before, ...Array(zeros).fill("0"), ...after].slice(0, 4)
    .map((part) => parseInt(part, 16) || 0);
}

function hex(part: number): string {
  return part.toString(16);
}

function forgetFirst(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
