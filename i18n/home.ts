/** What the start page says, in every language. */
import { home as en } from "./en/home.ts";
import type { ByLanguage } from "./language.ts";
import { home as zh } from "./zh/home.ts";

export type HomeTexts = typeof en;

export const HOME: ByLanguage<HomeTexts> = { en, zh };
