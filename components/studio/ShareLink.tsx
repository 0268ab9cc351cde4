import { useEffect, useRef, useState } from "preact/hooks";
import { STUDIO } from "@/i18n/studio.ts";
import { CheckIcon, CopyIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";

const SAID_FOR = 4000;

/** The address to pass on, with a button that copies it. */
export function ShareLink({ url }: { url: string }) {
  const field = useRef<HTMLInputElement>(null);
  const { share } = useTexts(STUDIO);
  const [said, setSaid] = useState<"copied" | "byHand" | null>(null);
  useEffect(() => {
    if (said !== "copied") return;
    const timer = setTimeout(() => setSaid(null), SAID_FOR);
    return () => clearTimeout(timer);
  }, [said]);

  const copy = async () => {
    setSaid(null);
    try {
      await navigator.clipboard.writeText(url);
      setSaid("copied");
    } catch {
      // Refused, or not there at all: insecure pages have no clipboard.
      field.current?.focus();
      field.current?.select();
      setSaid("byHand");
    }
  };

  return (
    <div class="share">
      <label class="label" for="share-link">{share.label}</label>
      <input
        id="share-link"
        class="field"
        ref={field}
        readonly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button class="button" type="button" onClick={copy}>
        {said === "copied" ? <CheckIcon /> : <CopyIcon />}
        {share.copy}
      </button>
      <p class="hint" aria-live="polite">{said !== null && share[said]}</p>
    </div>
  );
}
