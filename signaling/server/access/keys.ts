/** Stream keys: those that the server makes. */
import { randomBytes } from "node:crypto";

export function makeKey(): string {
  return randomBytes(32).toString("base64url");
}

/** Whether a key has the form of those that the server makes. A typed one of this length can hardly be guessed either. */
export function isMade(key: string): boolean {
  return /^[\w-]{43}$/.test(key);
}
