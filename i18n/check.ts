/** What a check before the broadcast says, in every language. */
import { check as en } from "./en/check.ts";
import type { ByLanguage } from "./language.ts";
import { check as zh } from "./zh/check.ts";

export type CheckTexts = typeof en;

export const CHECK: ByLanguage<CheckTexts> = { en, zh };
