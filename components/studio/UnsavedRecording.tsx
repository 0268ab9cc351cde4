import { formatFor } from "@/i18n/format.ts";
import { RECORDING } from "@/i18n/recording.ts";
import { STUDIO } from "@/i18n/studio.ts";
import type { Recording, SavingState } from "@/webrtc/recording/states.ts";
import { useLanguage, useTexts } from "../texts.tsx";

interface UnsavedRecordingProps {
  recordings: readonly Recording[];
  saving: SavingState;
  onSave: (recording: Recording) => void;
}

/** Offers the recordings to save after a broadcast, the newest first. */
export function UnsavedRecording({ recordings, saving, onSave }: UnsavedRecordingProps) {
  const { ended } = useTexts(STUDIO);
  const texts = useTexts(RECORDING);
  const { percent } = formatFor(useLanguage());
  const unsaved = recordings.filter(({ saved }) => !saved).sort((a, b) => b.began - a.began);
  if (unsaved.length === 0) return null;
  const isBusy = saving.name === "saving";
  return (
    <div class="unsaved">
      <button
        class="button"
        type="button"
        aria-disabled={isBusy}
        onClick={() => isBusy || onSave(unsaved[0])}
      >
        {isBusy ? texts.saving(percent(Math.round(saving.share * 100) / 100)) : ended.save}
      </button>
      {unsaved.length > 1 && <p class="cover-detail">{ended.recordings(unsaved.length)}</p>}
    </div>
  );
}
