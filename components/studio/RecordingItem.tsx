import { useState } from "preact/hooks";
import { formatFor } from "@/i18n/format.ts";
import { RECORDING } from "@/i18n/recording.ts";
import type { Recording, SavingState } from "@/webrtc/recording/states.ts";
import { clock } from "../duration.ts";
import { useLanguage, useTexts } from "../texts.tsx";

interface RecordingItemProps {
  recording: Recording;
  saving: SavingState;
  onSave: () => void;
  onDelete: () => void;
}

/** A recording that waits: what it is, and what can be done with it. */
export function RecordingItem({ recording, saving, onSave, onDelete }: RecordingItemProps) {
  const texts = useTexts(RECORDING);
  const format = formatFor(useLanguage());
  /** Whether the confirmation of a deletion is shown; null before the first time. */
  const [isConfirming, setConfirming] = useState<boolean | null>(null);
  const { id, stream, began, length, bytes, saved } = recording;
  const isBusy = saving.name === "saving";
  const isThisOne = saving.name !== "idle" && saving.id === id;
  const nameId = `recording-${id}`;
  return (
    <li>
      <p class="recording-name" id={nameId}>
        <b>
          <bdi>{stream}</bdi>
        </b>
        <time class="hint" dateTime={new Date(began).toISOString()}>{format.moment(began)}</time>
      </p>
      <p class="record-now hint">
        <time dateTime={`PT${length / 1_000}S`}>{clock(length)}</time>
        <span>{format.bytes(bytes)}</span>
      </p>
      <p class="recording-saved hint" aria-live="polite">{saved && texts.saved}</p>
      {isThisOne && saving.name === "failed" && <p role="alert">{texts.problems[saving.problem]}
      </p>}
      {isConfirming
        ? (
          <div class="recording-buttons" key="sure">
            <p>{texts.sure}</p>
            <button class="button button--strong" type="button" onClick={onDelete}>
              {texts.delete}
            </button>
            <button class="button" type="button" ref={focus} onClick={() => setConfirming(false)}>
              {texts.keep}
            </button>
          </div>
        )
        : (
          <div class="recording-buttons" key="choice">
            <button
              class={`button ${saved ? "" : "button--primary"}`}
              type="button"
              aria-describedby={nameId}
              aria-disabled={isBusy}
              onClick={() => isBusy || onSave()}
            >
              {isThisOne && saving.name === "saving"
                ? texts.saving(format.percent(Math.round(saving.share * 100) / 100))
                : texts.save}
            </button>
            <button
              class="button"
              type="button"
              aria-describedby={nameId}
              aria-disabled={isBusy}
              ref={isConfirming === false ? focus : null}
              onClick={() => isBusy || setConfirming(true)}
            >
              {texts.delete}
            </button>
          </div>
        )}
    </li>
  );
}

/** Where the buttons are exchanged for others, focus goes on. */
function focus(button: HTMLButtonElement | null): void {
  button?.focus();
}
