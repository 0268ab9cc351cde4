import { useEffect, useState } from "preact/hooks";

/** Whether a condition has held for so many milliseconds. */
export function useLasting(condition: boolean, duration: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    setLasts(false);
    if (!condition) return;
    const timer = setTimeout(() => setLasts(true), duration);
    return () => clearTimeout(timer);
  }, [condition, duration]);
  return condition && lasts;
}
