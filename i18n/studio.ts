/** What the broadcast page says, in every language. */
import { studio as en } from "./en/studio.ts";
import type { ByLanguage } from "./language.ts";
import { studio as zh } from "./zh/studio.ts";

export type StudioTexts = typeof en;

export const STUDIO: ByLanguage<StudioTexts> = { en, zh };
