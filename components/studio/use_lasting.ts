import { useEffect, useState } from "preact/hooks";

/** Whether a condition has held for so many milliseconds. */
export function useLasting(isSo: boolean, long: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    setLasts(false);
    if (!isSo) return;
    const timer = setTimeout(() => setLasts(true), long);
    return () => clearTimeout(timer);
  }, [isSo, long]);
  return isSo && lasts;
}
