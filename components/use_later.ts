import { useEffect, useState } from "preact/hooks";

/**
 * Loads a part of the page on demand; null until it has loaded. If loading fails, the page goes on without it and tries
 * again the next time.
 * @param load imports the part; the same function in every render
 */
export function useLater<Part>(wanted: boolean, load: () => Promise<Part>): Part | null {
  const [part, setPart] = useState<Part | null>(null);
  useEffect(() => {
    if (wanted && part === null) load().then((part) => setPart(() => part), () => {});
  }, [wanted]);
  return part;
}
