/** The types of a part of the bench and of its results. */

/** Each part has its own default number of runs, for `runs: null`. */
export interface Options {
  readonly runs: number | null;
  /** Packets lost on a link, in percent. */
  readonly loss: number;
  /** How long a part takes that goes on as long as it is told; null: its own default. */
  readonly minutes: number | null;
  /** Measures only items whose names contain this text. */
  readonly only: string;
}

export interface Part {
  readonly name: string;
  /** What it measures and how, printed below the table. */
  readonly about: string;
  /** @throws {CannotMeasure} if this machine lacks something that it needs */
  measure(options: Options): Promise<readonly Measurement[]>;
}

/** One metric of all contenders, with the figures of every run. */
export interface Measurement {
  readonly metric: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
  /** By contender ("tuila" is this project), one figure a run. `Infinity`: the event did not happen. */
  readonly figures: Readonly<Record<string, readonly number[]>>;
  readonly goals?: readonly Goal[];
  /** Failures, and what a reader must know about the figures. */
  readonly notes?: readonly string[];
}

/** A bound for Tuila's figures. With `of`: relative to that contender's median, as `times` × median + `plus`. */
export interface Goal {
  readonly of?: string;
  readonly times?: number;
  readonly plus?: number;
  /** Without `of`: the bound itself. */
  readonly bound?: number;
  /** Which of Tuila's values must meet the bound; the median by default. */
  readonly at?: "median" | "p95" | "worst";
}

/** This machine cannot measure the part; the message says why. */
export class CannotMeasure extends Error {}
