import { useRef } from "preact/hooks";
import { SHARING } from "@/i18n/sharing.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { CheckIcon, CopyIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import { useCopy } from "../use_copy.ts";

/** Shows the stream key to its owner if the browser cannot store it. */
export function UnkeptKey({ stream, streamKey }: { stream: string; streamKey: string }) {
  const { unkeptKey: texts, key: { label } } = useTexts(STUDIO);
  const { copied, byHand } = useTexts(SHARING);
  const field = useRef<HTMLInputElement>(null);
  const { outcome, copy } = useCopy(streamKey, field);
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${streamKey}\n`)}`;
  return (
    <section class="unkept-key copy-field" aria-labelledby="unkept-key">
      <h2 class="label" id="unkept-key">{texts.heading}</h2>
      <p>{texts.reason}</p>
      <input
        class="field"
        ref={field}
        readonly
        aria-label={label}
        value={streamKey}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <div class="copy-actions">
        <button class="button" type="button" onClick={copy}>
          {outcome === "copied" ? <CheckIcon /> : <CopyIcon />}
          {texts.copy}
        </button>
        <a class="button" href={file} download={`${stream}.key.txt`}>{texts.download}</a>
      </div>
      <p class="hint" role="status">
        {outcome === null ? texts.hint : outcome === "copied" ? copied : byHand}
      </p>
    </section>
  );
}
