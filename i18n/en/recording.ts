import type { RecordingProblem } from "@/webrtc/recording/states.ts";

const problems: Readonly<Record<RecordingProblem, string>> = {
  unsupported:
    "This browser cannot record. Use a current Chrome, Edge, Firefox or Safari, and the broadcast can be recorded.",
  "no-space":
    "There is no room left in this browser. What was recorded until then is kept: save it, delete what you no longer need, then try again.",
  interrupted:
    "The recording was interrupted. What was recorded until then is kept; you can start another.",
  "not-saved": "The file could not be made. The recording is still here: try again.",
};

/** The studio's section for recordings. */
export const recording = {
  title: "Record",
  start: "Record",
  stop: "Stop recording",
  lengthSoFar: "Recorded so far",
  needsPicture: "Recording can begin once your camera is on.",
  kept:
    "The recording stays on this device and grows there: if this page closes, what was recorded is here at your next visit.",
  notKept:
    "This browser keeps a recording only as long as this page is open. Stop and save it before you leave.",
  spaceLeft: (bytes: string) => `There is room for ${bytes} more.`,
  problems,
  earlier: "Recorded earlier",
  unsaved: (count: string) => `Not saved: ${count}`,
  saved: "Saved. It stays here until you delete it.",
  save: "Save",
  saving: (share: string) => `Saving, ${share}`,
  delete: "Delete",
  sure: "Delete it for good?",
  keep: "Keep",
};
