/** The quality that was chosen, kept in this browser from broadcast to broadcast. */
import { DEFAULT_QUALITY, parseQuality, type Quality } from "./quality.ts";

const NAME = "tuila.quality";

export function loadQuality(): Quality {
  try {
    return parseQuality(localStorage.getItem(NAME));
  } catch {
    return DEFAULT_QUALITY; // storage is forbidden
  }
}

export function saveQuality(quality: Quality): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(quality));
  } catch { /* storage is forbidden: the choice lasts as long as the page */ }
}
