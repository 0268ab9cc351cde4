/** What one peer may send, and how soon silence means that it is gone. */

/** What one peer may send. Sizes in bytes of UTF-8, times in milliseconds. */
export const LIMITS = {
  /** A stream's title, in characters (code points). */
  titleLength: 120,
  /** As many as any server may be set to let into one stream. */
  viewers: 100_000,
  messageBytes: 64 * 1024,
  sdpBytes: 32 * 1024,
  candidateBytes: 1024,
  candidatesPerDescription: 64,
  messagesPerSecond: 30,
  messageBurst: 60,
  badMessages: 3,
  helloTimeout: 5_000,
  queueBytes: 256 * 1024,
} as const;

/**
 * The server pings this often; who was not heard for so long is gone. Milliseconds. A second is left of the 15 within which
 * whoever vanishes is out of the count, for a server that is busy.
 */
export const HEARTBEAT = { interval: 4_000, deadAfter: 14_000 } as const;

/** The socket's own two messages, always in exactly these letters. Either end answers a ping by a pong. */
export const PING = '{"type":"ping"}';

export const PONG = '{"type":"pong"}';

const ENCODER = new TextEncoder();

const scratch = new Uint8Array(LIMITS.queueBytes);

/** Whether a text has more bytes than that in UTF-8, which are at most `queueBytes`; encodes where its length does not tell. */
export function utf8Exceeds(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  if (text.length * 3 <= bytes) return false;
  const { read, written } = ENCODER.encodeInto(text, scratch);
  return read < text.length || written > bytes;
}
