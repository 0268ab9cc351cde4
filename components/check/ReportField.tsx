import { useRef } from "preact/hooks";
import { CHECK_PAGE } from "@/i18n/check_page.ts";
import { CheckIcon, CopyIcon } from "../icons.tsx";
import { useCopy } from "../use_copy.ts";
import { useTexts } from "../texts.tsx";

/** The report as text: what is copied is what is seen. */
export function ReportField({ text }: { text: string }) {
  const { report: texts } = useTexts(CHECK_PAGE);
  const field = useRef<HTMLTextAreaElement>(null);
  const { outcome, copy } = useCopy(text, field);
  return (
    <section class="check-part" aria-labelledby="check-report">
      <h2 class="panel-title" id="check-report">{texts.heading}</h2>
      <textarea
        class="field check-report"
        ref={field}
        readOnly
        rows={10}
        spellcheck={false}
        aria-label={texts.label}
        value={text}
      />
      <button class="button" type="button" onClick={copy}>
        {outcome === "copied" ? <CheckIcon /> : <CopyIcon />}
        {texts.copy}
      </button>
      <p class="hint" role="status">{outcome === null ? texts.hint : texts[outcome]}</p>
    </section>
  );
}
