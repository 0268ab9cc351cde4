/** Limits for one peer, the heartbeat, and the size of text. */

/** Limits for one peer. Sizes in bytes of UTF-8, times in milliseconds. */
export const LIMITS = {
  /** The longest title, in code points. */
  titleLength: 120,
  /** The most viewers per stream that a server can be configured for. */
  viewers: 100_000,
  messageBytes: 64 * 1024,
  sdpBytes: 32 * 1024,
  /** The most media sections (m-lines) of an offer. A page needs two, and an answer has as many as its offer. */
  mediaSections: 8,
  candidateBytes: 1024,
  /** Those in the description itself count as well. */
  candidatesPerDescription: 64,
  messagesPerSecond: 30,
  messageBurst: 60,
  badMessages: 3,
  helloTimeout: 5_000,
  queueBytes: 256 * 1024,
} as const;

/**
 * The server pings every `interval` milliseconds, and closes a peer that was silent for `deadAfter`. A peer that vanishes must
 * leave the viewer count within 15 s, which leaves a busy server one second.
 */
export const HEARTBEAT = { interval: 4_000, deadAfter: 14_000 } as const;

/** The heartbeat's two messages, always written exactly like this. Either end answers a ping with a pong. */
export const PING = '{"type":"ping"}';

export const PONG = '{"type":"pong"}';

const ENCODER = new TextEncoder();

const scratch = new Uint8Array(LIMITS.queueBytes);

/** Whether a text takes more than `bytes` (at most `queueBytes`) in UTF-8. Encodes it only if its length does not tell. */
export function utf8Exceeds(text: string, bytes: number): boolean {
  if (text.length > bytes) return true;
  if (text.length * 3 <= bytes) return false;
  const { read, written } = ENCODER.encodeInto(text, scratch);
  return read < text.length || written > bytes;
}
