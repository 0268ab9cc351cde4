import { useState } from "preact/hooks";
import { SHARING } from "@/i18n/sharing.ts";
import { LIMITS, tidyTitle } from "@/signaling/protocol.ts";
import { useTexts } from "../texts.tsx";

interface TitleFieldProps {
  title: string | null;
  onTitle: (title: string | null) => void;
}

/** What the stream is called. Said when the field is left, or by Enter. */
export function TitleField({ title, onTitle }: TitleFieldProps) {
  const { title: texts } = useTexts(SHARING);
  /** What is being typed: other news of the page must not write over it. */
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <div class="title-field">
      <label class="label" for="stream-title">{texts.label}</label>
      <input
        id="stream-title"
        class="field"
        type="text"
        dir="auto"
        autocomplete="off"
        enterkeyhint="done"
        maxlength={LIMITS.titleLength}
        placeholder={texts.placeholder}
        aria-describedby="stream-title-hint"
        value={draft ?? title ?? ""}
        onInput={(event) => setDraft(event.currentTarget.value)}
        // The DOM's `change`: Enter, or another place has the focus.
        onChange={(event) => {
          setDraft(null);
          onTitle(tidyTitle(event.currentTarget.value));
        }}
      />
      <p class="hint" id="stream-title-hint">{texts.hint}</p>
    </div>
  );
}
