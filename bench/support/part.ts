/** What a part of the bench is, and what it finds. */

/** How often, and what of it; each part has a number of runs of its own where none is asked for. */
export interface Options {
  readonly runs: number | null;
  /** Packets lost on a link, in percent. */
  readonly loss: number;
  /** Measures only what has these words in its name. */
  readonly only: string;
}

export interface Part {
  readonly name: string;
  /** A line on what it measures and how, for who reads the table. */
  readonly about: string;
  /** @throws {CannotMeasure} where this machine does not let it */
  measure(options: Options): Promise<readonly Measurement[]>;
}

/** One figure of each contender, as many times as it was measured. */
export interface Measurement {
  readonly metric: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
  /** Of each contender, ours is "tuila": one figure a run. `Infinity`: it did not come about. */
  readonly figures: Readonly<Record<string, readonly number[]>>;
  readonly goals?: readonly Goal[];
  /** What went wrong, or must be known to read the figure. */
  readonly notes?: readonly string[];
}

/** A bound for ours. `of`: as a multiple of that contender's median, or as so much more than it. */
export interface Goal {
  readonly of?: string;
  readonly times?: number;
  readonly plus?: number;
  /** Without `of`: the bound itself. */
  readonly bound?: number;
  /** What of ours is held against it; the median if nothing is said. */
  readonly at?: "median" | "p95" | "worst";
}

/** This machine cannot measure it; says why. */
export class CannotMeasure extends Error {}
