import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import type { Candidate } from "@/signaling/protocol/fields.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";

/**
 * Whether the other side need be told of a candidate. Over TCP browsers only ever call (RFC 6544, 4.2: active): two of them
 * have nothing to say to each other. Goes by the text: its fields are missing in Firefox before 126. Hangs on nothing
 * outside of itself: it goes into the page's head as text.
 */
export function isOfUse({ candidate }: Pick<RTCIceCandidate, "candidate">): boolean {
  return candidate !== "" && !/ tcptype active\b/.test(candidate);
}

/** Holds the other side's candidates until the description that they belong to has been applied (JSEP, 4.1.19). */
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

  /** Another description is about to be applied: what comes from now on belongs to that. */
  hold(): void {
    this.#held ??= [];
  }
}

/** How long candidates that follow the first are gathered into one message, in milliseconds. */
const BURST = 20;

/**
 * Sends this side's candidates: the first at once, because it is mostly the one that connects (and timers of a page in
 * the background wait for a second); those that follow together, because each message counts towards the server's limit.
 */
export class CandidateSender {
  #pending: Candidate[] = [];
  #left: number = LIMITS.candidatesPerDescription;
  #begun = false;
  #cancel: (() => void) | null = null;

  constructor(
    readonly send: (candidates: Candidate[]) => void,
    readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  add(...found: Candidate[]): void {
    const candidates = found.slice(0, this.#left);
    if (candidates.length === 0) return;
    this.#left -= candidates.length;
    if (!this.#begun) {
      this.#begun = true;
      return this.send(candidates);
    }
    this.#pending.push(...candidates);
    this.#cancel ??= this.clock.after(BURST, () => {
      this.#cancel = null;
      this.send(this.#pending.splice(0));
    });
  }

  /** What was not sent yet belongs to a description that is not in use any more. */
  close(): void {
    this.#cancel?.();
    this.#left = 0;
  }
}
