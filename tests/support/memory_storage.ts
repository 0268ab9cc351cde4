/** A `localStorage` in memory, because Deno stores its own on disk from run to run. */
export class MemoryStorage {
  readonly #texts = new Map<string, string>();

  getItem(name: string): string | null {
    return this.#texts.get(name) ?? null;
  }

  setItem(name: string, text: string): void {
    this.#texts.set(name, text);
  }

  removeItem(name: string): void {
    this.#texts.delete(name);
  }
}

/** Replaces `localStorage` with an empty one. */
export function replaceStorage(): MemoryStorage {
  const value = new MemoryStorage();
  Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
  return value;
}
