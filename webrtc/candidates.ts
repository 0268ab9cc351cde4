import type { Candidate } from "@/signaling/protocol.ts";

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
