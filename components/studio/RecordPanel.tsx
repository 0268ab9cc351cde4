import { useRef } from "preact/hooks";
import { formatFor } from "@/i18n/format.ts";
import { RECORDING } from "@/i18n/recording.ts";
import type { Recording, RecordingState, SavingState } from "@/webrtc/recording/states.ts";
import { clock } from "../duration.ts";
import { RecordIcon, StopIcon } from "../icons.tsx";
import { useLanguage, useTexts } from "../texts.tsx";
import { RecordingItem } from "./RecordingItem.tsx";
import { Section } from "./Section.tsx";

interface RecordPanelProps {
  state: RecordingState;
  recordings: readonly Recording[];
  saving: SavingState;
  /** Null until it is known. */
  outlivesPage: boolean | null;
  /** Whether there is something to record. */
  hasPicture: boolean;
  onStart: () => void;
  onStop: () => void;
  onSave: (recording: Recording) => void;
  onDelete: (recording: Recording) => void;
}

/** Records in this browser; what was recorded is there to be saved, at this visit or the next. */
export function RecordPanel(props: RecordPanelProps) {
  const { state, recordings, saving, outlivesPage, hasPicture } = props;
  const texts = useTexts(RECORDING);
  const format = formatFor(useLanguage());
  const button = useRef<HTMLButtonElement>(null);
  const unsaved = recordings.filter(({ saved }) => !saved).length;
  // Opened for what waits to be saved, and not closed again under the hand of who saves it.
  const hadUnsaved = useRef(false);
  hadUnsaved.current ||= unsaved > 0;

  const isRecording = state.name === "recording";
  const press = () => isRecording ? props.onStop() : hasPicture && props.onStart();
  return (
    <Section
      title={texts.title}
      icon={<RecordIcon />}
      fact={isRecording
        ? clock(state.length)
        : unsaved > 0
        ? texts.unsaved(format.number(unsaved))
        : null}
      open={hadUnsaved.current}
    >
      <button
        class={`button ${isRecording ? "button--strong" : ""}`}
        type="button"
        ref={button}
        aria-disabled={!isRecording && !hasPicture}
        onClick={press}
      >
        {isRecording ? <StopIcon /> : <RecordIcon />}
        {isRecording ? texts.stop : texts.start}
      </button>
      {isRecording && (
        <p class="record-now" role="timer" aria-label={texts.lengthSoFar}>
          <time dateTime={`PT${state.length / 1_000}S`}>{clock(state.length)}</time>
          <span>{format.bytes(state.bytes)}</span>
        </p>
      )}
      {isRecording && state.spaceLeft !== null && (
        <p class="hint" role="status">{texts.spaceLeft(format.bytes(state.spaceLeft))}</p>
      )}
      {state.name === "ready" && state.problem !== null && (
        <p role="alert">{texts.problems[state.problem]}</p>
      )}
      {!isRecording && !hasPicture && <p class="hint">{texts.needsPicture}</p>}
      {outlivesPage !== null && <p class="hint">{outlivesPage ? texts.kept : texts.notKept}</p>}
      {recordings.length > 0 && (
        <div>
          <p class="label" id="recorded-earlier">{texts.earlier}</p>
          <ul class="recordings" aria-labelledby="recorded-earlier">
            {recordings.map((recording) => (
              <RecordingItem
                key={recording.id}
                recording={recording}
                saving={saving}
                onSave={() => props.onSave(recording)}
                onDelete={() => {
                  // The buttons go away with the recording: focus goes to what stays.
                  button.current?.focus();
                  props.onDelete(recording);
                }}
              />
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
