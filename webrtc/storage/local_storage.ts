/**
 * Small texts that this browser keeps from visit to visit. Where its storage is full, blocked or not there at all, they
 * live as long as the page.
 */

/** What storage did not take; null: what it did not let go. */
const inMemory = new Map<string, string | null>();

export function loadText(name: string): string | null {
  const here = inMemory.get(name);
  if (here !== undefined) return here;
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param text null: forget it
 * @returns whether it is there at the next visit
 */
export function saveText(name: string, text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
    if (localStorage.getItem(name) === text) { // some take it, and keep nothing
      inMemory.delete(name);
      return true;
    }
  } catch { /* told by what is returned */ }
  inMemory.set(name, text);
  return false;
}
