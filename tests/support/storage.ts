/** Browser storage that does not store: full, blocked by the user, or null. */
import type { BrowserContext } from "playwright-core";

export type Storage = "full" | "blocked" | "null";

/** Breaks storage in this visitor's pages from their next document on. */
export async function spoilStorage(visitor: BrowserContext, is: Storage): Promise<void> {
  await visitor.addInitScript((is) => {
    const blocked = () => new DOMException("Access is denied for this document.", "SecurityError");
    const full = () => new DOMException("The quota has been exceeded.", "QuotaExceededError");
    if (is === "full") {
      globalThis.Storage.prototype.setItem = () => {
        throw full();
      };
      FileSystemFileHandle.prototype.createWritable = () => Promise.reject(full());
      return;
    }
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(globalThis, name, {
        get() {
          if (is === "null") return null;
          throw blocked();
        },
      });
    }
    if (is === "null") return;
    navigator.storage.getDirectory = () => Promise.reject(blocked());
    navigator.locks.request = () => Promise.reject(blocked());
    navigator.locks.query = () => Promise.reject(blocked());
  }, is);
}
