/** Keeps a fault up for so many milliseconds. Not for waiting until something has happened. */
export function lasts(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
