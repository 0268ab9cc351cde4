/**
 * Hashes of stream keys that a person chose. They can be guessed, so scrypt (RFC 7914) makes each guess at a stolen store
 * expensive. It runs off the event loop.
 */
import type { Buffer } from "node:buffer";
import { createHmac, scrypt } from "node:crypto";

/** 32 MB and some 0.1 s for each hash. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
/** How many hashes are computed at once, and how many wait. */
const AT_ONCE = 2;
export const MAX_WAITING = 20;

export class TypedKeys {
  readonly #secret: Uint8Array;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param secret the server's secret; no ticket signs the same text */
  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  get isBusy(): boolean {
    return this.#waiting.length >= MAX_WAITING;
  }

  /** The same for the same stream and key. Not to be called while it is busy. */
  async hash(stream: string, key: string): Promise<string> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await this.#scrypt(stream, key);
    } finally {
      const next = this.#waiting.shift(); // takes over the place of this one
      if (next === undefined) this.#running--;
      else next();
    }
  }

  async #scrypt(stream: string, key: string): Promise<string> {
    const salt = createHmac("sha256", this.#secret).update(`key:${stream}`).digest();
    const hash = await new Promise<Buffer>((resolve, reject) =>
      scrypt(key, salt, 32, COST, (error, made) => error === null ? resolve(made) : reject(error))
    );
    return `scrypt:${hash.toString("base64url")}`;
  }
}
