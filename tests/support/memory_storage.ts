/** A `localStorage` that lives as long as the test: Deno's own is kept on disk from run to run. */
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

/** Puts an empty one in place. */
export function replaceStorage(): MemoryStorage {
  const value = new MemoryStorage();
  Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
  return value;
}
