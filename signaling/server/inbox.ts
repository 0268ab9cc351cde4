/** What a peer says while its hello is checked, as it came. */
import { LIMITS } from "../protocol/limits.ts";

/** More than a burst of the largest offers and candidates: an honest peer has said less within seconds. */
export const INBOX = {
  messages: LIMITS.messageBurst,
  characters: 2 * LIMITS.messageBytes,
} as const;

export class Inbox implements Iterable<unknown> {
  #messages: unknown[] | null = null; // most peers say nothing meanwhile
  #size = 0;

  /** Keeps a message; whether there was room for it. */
  add(data: unknown): boolean {
    this.#messages ??= [];
    // What is not text is refused when its turn comes: it need not be kept for that.
    const message = typeof data === "string" ? data : null;
    this.#size += message?.length ?? 0;
    if (this.#size > INBOX.characters || this.#messages.length >= INBOX.messages) return false;
    this.#messages.push(message);
    return true;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return (this.#messages ?? []).values();
  }
}
