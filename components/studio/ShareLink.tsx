import { useEffect, useRef, useState } from "preact/hooks";
import { SHARING } from "@/i18n/sharing.ts";
import { CheckIcon, CopyIcon, ShareIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import { useCopy } from "../use_copy.ts";
import { readable } from "./readable_url.ts";

interface ShareLinkProps {
  url: string;
  title: string;
  /** Whether nobody else could open it. */
  isAlone?: boolean;
}

/** The address to pass on: to copy, and to hand to another program where the system does that. */
export function ShareLink({ url, title, isAlone = false }: ShareLinkProps) {
  const texts = useTexts(SHARING);
  const field = useRef<HTMLTextAreaElement>(null);
  const { outcome, copy } = useCopy(url, field);
  // Not known on the server. Its button comes last in its line, so that nothing moves when it comes.
  const [canShare, setCanShare] = useState(false);
  useEffect(() => setCanShare(!isAlone && typeof navigator.share === "function"), []);

  const share = async () => {
    try {
      await navigator.share({ title, url });
    } catch (error) {
      // Thought better of it; or the system has nothing to hand it to, and then a copy serves.
      if (!(error instanceof Error && error.name === "AbortError")) await copy();
    }
  };

  return (
    <div class="copy-field">
      <label class="label" for="share-link">{isAlone ? texts.linkHere : texts.link}</label>
      <textarea
        id="share-link"
        class="field share-link"
        ref={field}
        dir="ltr"
        readOnly
        rows={1 + Math.floor(readable(url).length / 24)}
        spellcheck={false}
        value={readable(url)}
        onFocus={(event) => event.currentTarget.select()}
        onCopy={(event) => {
          // As address bars do: what is read is not what is passed on, which every program takes for a link.
          if (selected(event.currentTarget) !== readable(url)) return;
          event.clipboardData?.setData("text/plain", url);
          event.preventDefault();
        }}
      />
      <div class="copy-actions">
        <button class="button" type="button" onClick={copy}>
          {outcome === "copied" ? <CheckIcon /> : <CopyIcon />}
          {texts.copyLink}
        </button>
        {canShare && (
          <button class="button" type="button" onClick={share}>
            <ShareIcon />
            {texts.share}
          </button>
        )}
      </div>
      <p class="hint" role="status">{outcome !== null ? texts[outcome] : !isAlone && texts.hint}</p>
    </div>
  );
}

function selected({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): string {
  return value.slice(selectionStart, selectionEnd);
}
