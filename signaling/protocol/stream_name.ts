/** The names of streams. */

// Marks (\p{M}), because many scripts need them.
// No invisible characters (\p{DI}), because two names could look the same.
const STREAM_NAME = /^(?!.*\p{DI})[\p{L}\p{N}_-][\p{L}\p{M}\p{N}_-]{0,63}$/u;

/** The canonical (NFC) form of a stream name, or undefined if it is not valid. */
export function parseStreamName(raw: string): string | undefined {
  if (raw.length > 512) return undefined; // bounds the work of normalize()
  const name = raw.normalize("NFC");
  return STREAM_NAME.test(name) ? name : undefined;
}
