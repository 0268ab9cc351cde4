/**
 * A pass that permits the player's page to watch without an origin (`Origin: null`: a frame with `sandbox` and without
 * `allow-same-origin`). Any page can create such a frame, so the origin proves nothing; but no other page can read this pass,
 * which is in the HTML of the player's page.
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

export class EmbedPass {
  /** Sent as a sub-protocol: a page can set no other header on a WebSocket, and URLs are logged. */
  readonly text: string;

  /** @param secret the server's secret; no ticket signs the same text */
  constructor(secret: Uint8Array) {
    this.text = createHmac("sha256", secret).update("embed:").digest("base64url");
  }

  isIn(protocols: readonly string[]): boolean {
    const own = Buffer.from(this.text);
    return protocols.map((text) => Buffer.from(text))
      .some((other) => other.length === own.length && timingSafeEqual(other, own));
  }
}
