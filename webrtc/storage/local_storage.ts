/**
 * Small texts in `localStorage`. If it is full, blocked or missing, they last as long as the page.
 */

/** Values that `localStorage` did not accept; null: values that it did not remove. */
const inMemory = new Map<string, string | null>();

export function loadText(name: string): string | null {
  const unsaved = inMemory.get(name);
  if (unsaved !== undefined) return unsaved;
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param text null: remove it
 * @returns whether it will be there at the next visit
 */
export function saveText(name: string, text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
    if (localStorage.getItem(name) === text) { // some browsers accept it and store nothing
      inMemory.delete(name);
      return true;
    }
  } catch { /* the result says so */ }
  inMemory.set(name, text);
  return false;
}
