/** Public information about a stream: a row of GET /api/streams. */
export interface StreamInfo {
  readonly stream: string;
  readonly title: string | null;
  /** One of `STREAM_STATES`, or of a newer server's. */
  readonly state: string;
  readonly viewers: number;
  /** When the broadcast began, ISO 8601. */
  readonly since: string;
  /** Milliseconds since then by the server's clock, for clients whose clock differs. */
  readonly elapsed: number;
}
