import { useState } from "preact/hooks";
import { formatFor } from "@/i18n/format.ts";
import { SHARING } from "@/i18n/sharing.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import { tidyTitle } from "@/signaling/protocol/title.ts";
import { useLanguage, useTexts } from "../texts.tsx";
import { fitTitle, titleLength } from "./title_length.ts";

interface TitleFieldProps {
  title: string | null;
  onTitle: (title: string | null) => void;
}

/** The title of the stream. It is sent on blur or Enter. */
export function TitleField({ title, onTitle }: TitleFieldProps) {
  const { title: texts } = useTexts(SHARING);
  const { number } = formatFor(useLanguage());
  /** The text being typed, which updates must not overwrite. */
  const [draft, setDraft] = useState<string | null>(null);
  const value = draft ?? title ?? "";
  const fitAndSet = (field: HTMLInputElement) => {
    const { value, selectionEnd } = field;
    const fitted = fitTitle(value, selectionEnd ?? value.length);
    if (fitted.value !== value) {
      field.value = fitted.value;
      field.setSelectionRange(fitted.caret, fitted.caret);
    }
    setDraft(fitted.value);
  };
  return (
    <div class="title-field">
      <div class="title-top">
        <label class="label" for="stream-title">{texts.label}</label>
        <span class="hint" id="stream-title-count">
          {`${number(titleLength(value))} / ${number(LIMITS.titleLength)}`}
        </span>
      </div>
      <input
        id="stream-title"
        class="field"
        type="text"
        dir="auto"
        autocomplete="off"
        enterkeyhint="done"
        placeholder={texts.placeholder}
        aria-describedby="stream-title-hint stream-title-count"
        value={value}
        // Do not cut text that an input method is still composing.
        onInput={({ currentTarget, isComposing }) =>
          isComposing ? setDraft(currentTarget.value) : fitAndSet(currentTarget)}
        onCompositionEnd={({ currentTarget }) => fitAndSet(currentTarget)}
        // The DOM's `change` event: Enter or blur.
        onChange={(event) => {
          setDraft(null);
          onTitle(tidyTitle(event.currentTarget.value));
        }}
      />
      <p class="hint" id="stream-title-hint">{texts.hint}</p>
    </div>
  );
}
