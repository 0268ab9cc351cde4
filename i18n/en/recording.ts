import type { RecordingProblem } from "@/webrtc/recording/states.ts";

const problems: Readonly<Record<RecordingProblem, string>> = {
  unsupported:
    "This browser cannot record. To record, use a current version of Chrome, Edge, Firefox or Safari.",
  "no-space":
    "This browser is out of storage. The recording so far is kept: save it, delete what you no longer need, then try again.",
  interrupted:
    "The recording was interrupted. The part so far is kept, and you can start a new one.",
  "not-saved": "Could not create the file. The recording is still here: try again.",
};

/** The studio's section for recordings. */
export const recording = {
  title: "Recording",
  start: "Start recording",
  stop: "Stop recording",
  lengthSoFar: "Recorded",
  needsPicture: "Open the preview or go live to record.",
  kept:
    "Saved on this device while you record. If this page closes, the recording is still here next time.",
  notKept:
    "This browser keeps the recording only while this page is open. Stop and save it before you leave.",
  spaceLeft: (bytes: string) => `Space left: ${bytes}.`,
  problems,
  earlier: "Earlier recordings",
  unsaved: (count: string) => `Unsaved: ${count}`,
  saved: "Saved. It stays here until you delete it.",
  save: "Save",
  saving: (share: string) => `Saving, ${share}`,
  delete: "Delete",
  sure: "Delete permanently?",
  keep: "Keep",
};

export type RecordingTexts = typeof recording;
