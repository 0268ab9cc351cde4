/** What the list of viewers says, in every language. */
import { audience as en } from "./en/audience.ts";
import type { ByLanguage } from "./language.ts";
import { audience as zh } from "./zh/audience.ts";

export type AudienceTexts = typeof en;

export const AUDIENCE: ByLanguage<AudienceTexts> = { en, zh };
