/** An address for the eye: with its letters, not their bytes. Browsers open it all the same. */
export function readable(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url; // bytes that are no letters
  }
}
