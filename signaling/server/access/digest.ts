/** Digests of secrets, and a comparison that takes the same time wherever two texts differ. */
import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";

/** SHA-256, hex. Only for secrets that cannot be guessed. */
export function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
