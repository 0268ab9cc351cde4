/** The quality settings that this browser stores. */
import { loadText, saveText } from "./local_storage.ts";
import { parseQuality, type Quality } from "../encodings/quality.ts";

const NAME = "tuila.quality";

export function loadQuality(): Quality {
  return parseQuality(loadText(NAME));
}

export function saveQuality(quality: Quality): void {
  saveText(NAME, JSON.stringify(quality));
}
