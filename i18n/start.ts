/** What a page says whose script has not come, in every language. */
import { start as en } from "./en/start.ts";
import type { ByLanguage } from "./language.ts";
import { start as zh } from "./zh/start.ts";

export type StartTexts = typeof en;

export const START: ByLanguage<StartTexts> = { en, zh };
