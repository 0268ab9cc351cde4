import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import type { Candidate } from "@/signaling/protocol/fields.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";

/**
 * Whether to send a candidate to the other side. Browsers gather only active TCP candidates (RFC 6544, 4.2), and two active
 * ones cannot connect. Reads the candidate's text, because Firefox before 126 lacks its fields. Uses nothing from outside
 * its body, because the page's head gets it as text.
 */
export function isWorthSending({ candidate }: Pick<RTCIceCandidate, "candidate">): boolean {
  return candidate !== "" && !/ tcptype active\b/.test(candidate);
}

/** Holds remote candidates until the description that they belong to has been applied (JSEP, 4.1.19). */
export class HeldCandidates {
  #held: Candidate[] | null = [];
  readonly #apply: (candidate: Candidate) => void;

  constructor(apply: (candidate: Candidate) => void) {
    this.#apply = apply;
  }

  add(candidates: readonly Candidate[]): void {
    if (this.#held !== null) this.#held.push(...candidates);
    else candidates.forEach(this.#apply);
  }

  /** The description has been applied. */
  release(): void {
    this.#held?.forEach(this.#apply);
    this.#held = null;
  }

  /** Another description is about to be applied, and further candidates belong to it. */
  hold(): void {
    this.#held ??= [];
  }
}

/** How long to collect candidates after the first into one message, in milliseconds. */
const BATCH_TIME = 20;

/**
 * Sends local candidates: the first at once, because it is usually the one that connects (and timers of a background page
 * wait for a second); later ones in batches, because each message counts towards the server's limit.
 */
export class CandidateSender {
  #pending: Candidate[] = [];
  #left: number = LIMITS.candidatesPerDescription;
  #sentFirst = false;
  #cancel: (() => void) | null = null;

  constructor(
    readonly send: (candidates: Candidate[]) => void,
    readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  add(...found: Candidate[]): void {
    const candidates = found.slice(0, this.#left);
    if (candidates.length === 0) return;
    this.#left -= candidates.length;
    if (!this.#sentFirst) {
      this.#sentFirst = true;
      return this.send(candidates);
    }
    this.#pending.push(...candidates);
    this.#cancel ??= this.clock.after(BATCH_TIME, () => {
      this.#cancel = null;
      this.send(this.#pending.splice(0));
    });
  }

  /** Drops what is not sent yet: it belongs to an old description. */
  close(): void {
    this.#cancel?.();
    this.#left = 0;
  }
}
