import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

const MESSAGE_DURATION = 4000;

/** The result of a copy: done, or the text is selected for the person to copy. */
export type CopyOutcome = "copied" | "byHand";

/** Copies a text; where the browser refuses, selects it in its field. */
export function useCopy(
  text: string,
  field: RefObject<HTMLInputElement | HTMLTextAreaElement>,
): { outcome: CopyOutcome | null; copy: () => Promise<void> } {
  const [outcome, setOutcome] = useState<CopyOutcome | null>(null);
  useEffect(() => {
    if (outcome !== "copied") return;
    const timer = setTimeout(() => setOutcome(null), MESSAGE_DURATION);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    setOutcome(null);
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      // Refused, or missing: insecure pages have no clipboard.
      field.current?.focus();
      field.current?.select();
      setOutcome("byHand");
    }
  };
  return { outcome, copy };
}
