/** A URL to read: with letters instead of percent-encoded bytes. Browsers open it too. */
export function readable(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url; // not valid UTF-8
  }
}
