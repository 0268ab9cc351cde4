/** What the studio says of passing a stream on, in every language. */
import { sharing as en } from "./en/sharing.ts";
import type { ByLanguage } from "./language.ts";
import { sharing as zh } from "./zh/sharing.ts";

export type SharingTexts = typeof en;

export const SHARING: ByLanguage<SharingTexts> = { en, zh };
