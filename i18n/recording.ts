/** What is said of recordings. */
import { recording as en } from "./en/recording.ts";
import { recording as zh } from "./zh/recording.ts";

export const RECORDING = { en, zh };
