/** The states of recordings, as the page shows them. */

/** Why there is no recording, or only a part of one. */
export type RecordingProblem =
  | "unsupported" // this browser cannot record
  | "no-space" // storage is full; what is recorded stays
  | "interrupted" // the recorder or the disk failed; what is recorded stays
  | "not-saved"; // saving it as a file failed

export type RecordingState =
  | { readonly name: "ready"; readonly problem: RecordingProblem | null }
  | {
    readonly name: "recording";
    /** What is stored so far, in milliseconds and bytes. */
    readonly length: number;
    readonly bytes: number;
    /** The free space in bytes; null: there is plenty. */
    readonly spaceLeft: number | null;
  };

/** A recording that has ended, or whose page is gone. */
export interface Recording {
  readonly id: string;
  readonly stream: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly length: number;
  readonly bytes: number;
  readonly mimeType: string;
  /** Whether it was saved as a file. */
  readonly saved: boolean;
}

/** The recording that is being saved as a file, or the last failure. */
export type SavingState =
  | { readonly name: "idle" }
  | { readonly name: "saving"; readonly id: string; /** From 0 to 1. */ readonly share: number }
  | { readonly name: "failed"; readonly id: string; readonly problem: RecordingProblem };
