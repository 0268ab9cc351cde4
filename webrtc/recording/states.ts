/** What a recording is doing, and what was recorded before. The page shows them as they are. */

/** Why there is no recording, or not all of one. */
export type RecordingProblem =
  | "unsupported" // this browser cannot record
  | "no-space" // there is no room for more: what there is stays
  | "interrupted" // the recorder or the disk gave up: what there is stays
  | "not-saved"; // it could not be made into a file

export type RecordingState =
  | { readonly name: "ready"; readonly problem: RecordingProblem | null }
  | {
    readonly name: "recording";
    /** What is safe by now: milliseconds and bytes. */
    readonly length: number;
    readonly bytes: number;
    /** The bytes that are left for recordings, once they are few. */
    readonly spaceLeft: number | null;
  };

/** One that has ended, or was left behind by a page that is gone. */
export interface Recording {
  readonly id: string;
  readonly stream: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly length: number;
  readonly bytes: number;
  readonly mimeType: string;
  /** It was given out as a file. */
  readonly saved: boolean;
}

/** A recording being made into a file, or the last that was not. */
export type SavingState =
  | { readonly name: "idle" }
  | { readonly name: "saving"; readonly id: string; /** From 0 to 1. */ readonly share: number }
  | { readonly name: "failed"; readonly id: string; readonly problem: RecordingProblem };
