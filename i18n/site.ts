/** What all pages share, in every language. */
import { site as en } from "./en/site.ts";
import type { ByLanguage } from "./language.ts";
import { site as zh } from "./zh/site.ts";

export type SiteTexts = typeof en;

export const SITE: ByLanguage<SiteTexts> = { en, zh };
