/** A fault lasts so long, in milliseconds. Not for waiting until something has happened. */
export function lasts(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
