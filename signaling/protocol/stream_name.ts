/** The names of streams. */

// Marks (\p{M}) because words of many scripts cannot be written without them.
// Nothing invisible, which would make two names look the same.
const STREAM_NAME = /^(?!.*\p{DI})[\p{L}\p{N}_-][\p{L}\p{M}\p{N}_-]{0,63}$/u;

/** The canonical (NFC) form of a stream's name, or undefined if it is not one. */
export function parseStreamName(raw: string): string | undefined {
  if (raw.length > 512) return undefined; // a bound on the work of normalize()
  const name = raw.normalize("NFC");
  return STREAM_NAME.test(name) ? name : undefined;
}
