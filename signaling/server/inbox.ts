/** Messages that a peer sends while its hello is checked, unparsed. */
import { LIMITS } from "../protocol/limits.ts";

/** An honest peer sends less than this within seconds. */
export const INBOX = {
  messages: LIMITS.messageBurst,
  characters: 2 * LIMITS.messageBytes,
} as const;

export class Inbox implements Iterable<unknown> {
  #messages: unknown[] | null = null; // most peers send nothing meanwhile
  #size = 0;

  /** Adds a message, and returns whether there was room for it. */
  add(data: unknown): boolean {
    this.#messages ??= [];
    // Keep only a placeholder for binary data: it will be refused anyway.
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
