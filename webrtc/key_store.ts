/** The stream keys of this browser's owner. */

const name = (stream: string) => `tuila.key.${stream}`;

/** For browsers that forbid storage: the keys live as long as the page. */
const inMemory = new Map<string, string>();

export function loadKey(stream: string): string | undefined {
  try {
    return localStorage.getItem(name(stream)) ?? undefined;
  } catch {
    return inMemory.get(stream);
  }
}

export function saveKey(stream: string, key: string): void {
  try {
    localStorage.setItem(name(stream), key);
  } catch {
    inMemory.set(stream, key);
  }
}

/** Takes the key that came with the address (`#key=…`: never sent to a server), and removes it from there. */
export function adoptKeyFromAddress(stream: string): void {
  const key = /^#key=([\w.-]+)$/.exec(location.hash)?.[1];
  if (key === undefined) return;
  saveKey(stream, key);
  history.replaceState(history.state, "", location.pathname + location.search);
}
