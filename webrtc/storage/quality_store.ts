/** The quality that was chosen, kept in this browser from broadcast to broadcast. */
import { keep, kept } from "./local_storage.ts";
import { parseQuality, type Quality } from "../encodings/quality.ts";

const NAME = "tuila.quality";

export function loadQuality(): Quality {
  return parseQuality(kept(NAME));
}

export function saveQuality(quality: Quality): void {
  keep(NAME, JSON.stringify(quality));
}
