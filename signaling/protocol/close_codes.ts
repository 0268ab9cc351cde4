/** Why the server closes a socket. PROTOCOL.md, "Close codes". */

/** `reconnect`: whether the same peer should connect again by itself. */
export const CLOSE = {
  normal: { code: 1000, reconnect: false },
  badInput: { code: 4400, reconnect: false },
  refused: { code: 4403, reconnect: false },
  helloTimeout: { code: 4408, reconnect: true },
  replaced: { code: 4409, reconnect: false },
  silent: { code: 4410, reconnect: true },
  readingTooSlow: { code: 4413, reconnect: true },
  tooManyMessages: { code: 4429, reconnect: true },
  internal: { code: 4500, reconnect: true },
  stopping: { code: 4503, reconnect: true },
  admissionTimeout: { code: 4504, reconnect: true },
} as const;

export type CloseReason = keyof typeof CLOSE;

/** Whether a peer should reconnect after this code. An unknown code means a network failure. */
export function mayReconnect(code: number): boolean {
  return Object.values(CLOSE).find((close) => close.code === code)?.reconnect ??
    true;
}
