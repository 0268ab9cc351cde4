import { useRef } from "preact/hooks";
import { SHARING } from "@/i18n/sharing.ts";
import { CheckIcon, CopyIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import { useCopy } from "../use_copy.ts";

/** The HTML that shows the player in another page. */
export function EmbedCode({ code }: { code: string }) {
  const { copied, byHand, embed } = useTexts(SHARING);
  const field = useRef<HTMLTextAreaElement>(null);
  const { outcome, copy } = useCopy(code, field);
  const resultTexts = { copied, byHand };
  return (
    <div class="copy-field">
      <label class="label" for="embed-code">{embed.label}</label>
      <textarea
        id="embed-code"
        class="field embed-code"
        ref={field}
        readOnly
        rows={7}
        spellcheck={false}
        value={code}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="copy-actions">
        <button class="button" type="button" onClick={copy}>
          {outcome === "copied" ? <CheckIcon /> : <CopyIcon />}
          {embed.copy}
        </button>
      </div>
      <p class="hint" role="status">{outcome === null ? embed.hint : resultTexts[outcome]}</p>
    </div>
  );
}
