/**
 * What lets pages without an origin watch (`Origin: null`: a frame with `sandbox` and not `allow-same-origin`). Any page on
 * the web can make itself such a frame, so the origin says nothing; but none can read the player's page, which has this.
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

export class EmbedPass {
  /** Goes where a sub-protocol does: browsers let a page say nothing else with a socket, and URLs are logged. */
  readonly text: string;

  /** @param secret the server's own; no ticket is signed over the same */
  constructor(secret: Uint8Array) {
    this.text = createHmac("sha256", secret).update("embed:").digest("base64url");
  }

  isIn(protocols: readonly string[]): boolean {
    const own = Buffer.from(this.text);
    return protocols.map((text) => Buffer.from(text))
      .some((other) => other.length === own.length && timingSafeEqual(other, own));
  }
}
