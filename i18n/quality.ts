/** What the choice of quality says, in every language. */
import { quality as en } from "./en/quality.ts";
import type { ByLanguage } from "./language.ts";
import { quality as zh } from "./zh/quality.ts";

export type QualityTexts = typeof en;

export const QUALITY: ByLanguage<QualityTexts> = { en, zh };
