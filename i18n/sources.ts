/** What the studio says of camera, screen and sound, in every language. */
import { sources as en } from "./en/sources.ts";
import type { ByLanguage } from "./language.ts";
import { sources as zh } from "./zh/sources.ts";

export type SourcesTexts = typeof en;

export const SOURCES: ByLanguage<SourcesTexts> = { en, zh };
