/** What is said of recordings, in every language. */
import { recording as en } from "./en/recording.ts";
import type { ByLanguage } from "./language.ts";
import { recording as zh } from "./zh/recording.ts";

export type RecordingTexts = typeof en;

export const RECORDING: ByLanguage<RecordingTexts> = { en, zh };
