import { useEffect, useState } from "preact/hooks";

/**
 * A part of the page that has a script of its own, once it is wanted and has come; null until then. Where it does not
 * come, the page goes on without: the next time it is wanted tries again.
 * @param load imports it: the same function in every render
 */
export function useLater<Part>(wanted: boolean, load: () => Promise<Part>): Part | null {
  const [part, setPart] = useState<Part | null>(null);
  useEffect(() => {
    if (wanted && part === null) load().then((part) => setPart(() => part), () => {});
  }, [wanted]);
  return part;
}
