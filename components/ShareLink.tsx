import { useEffect, useRef, useState } from "preact/hooks";
import { CheckIcon, CopyIcon } from "./icons.tsx";

const SAID_FOR = 4000;
const COPIED = "Link copied.";
const BY_HAND = "The link is selected: copy it with your keyboard or the menu.";

/** The address to pass on, with a button that copies it. */
export function ShareLink({ url }: { url: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said !== COPIED) return;
    const timer = setTimeout(() => setSaid(""), SAID_FOR);
    return () => clearTimeout(timer);
  }, [said]);

  const copy = async () => {
    setSaid("");
    try {
      await navigator.clipboard.writeText(url);
      setSaid(COPIED);
    } catch {
      // Refused, or not there at all: insecure pages have no clipboard.
      field.current?.focus();
      field.current?.select();
      setSaid(BY_HAND);
    }
  };

  return (
    <div class="share">
      <label class="label" for="share-link">Link to watch</label>
      <input
        id="share-link"
        class="field"
        ref={field}
        readonly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button class="button" type="button" onClick={copy}>
        {said === COPIED ? <CheckIcon /> : <CopyIcon />}
        Copy link
      </button>
      <p class="hint" aria-live="polite">{said}</p>
    </div>
  );
}
