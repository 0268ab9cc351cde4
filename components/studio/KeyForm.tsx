import { STUDIO } from "@/i18n/studio.ts";
import { useTexts } from "../texts.tsx";

interface KeyFormProps {
  /** Whether the key is required, so the form is open. */
  open: boolean;
  onKey: (key: string) => void;
}

/** Lets the owner of a stream enter its key on another device. */
export function KeyForm({ open, onKey }: KeyFormProps) {
  const { key: texts } = useTexts(STUDIO);
  return (
    <details class="disclosure" open={open}>
      <summary>{texts.summary}</summary>
      <form
        class="key-form"
        onSubmit={(event) => {
          event.preventDefault();
          const key = new FormData(event.currentTarget).get("key");
          if (typeof key === "string" && key.trim() !== "") onKey(key.trim());
        }}
      >
        <label class="label" for="stream-key">{texts.label}</label>
        <input
          id="stream-key"
          class="field"
          name="key"
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
        />
        <button class={open ? "button button--primary" : "button"} type="submit">
          {texts.use}
        </button>
      </form>
    </details>
  );
}
