/** A stream as others may know it: a row of GET /api/streams. */
export interface StreamInfo {
  readonly stream: string;
  /** What it is called; null: it has no title. */
  readonly title: string | null;
  /** One of `STREAM_STATES`, or of a newer server's. */
  readonly state: string;
  readonly viewers: number;
  /** When the broadcast began, ISO 8601. */
  readonly since: string;
  /** How long it has been on, in milliseconds: whose clock is another than ours can tell its age all the same. */
  readonly elapsed: number;
}
