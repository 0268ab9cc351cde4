/** What the page of the whole check says, in every language. */
import { checkPage as en } from "./en/check_page.ts";
import type { ByLanguage } from "./language.ts";
import { checkPage as zh } from "./zh/check_page.ts";

export type CheckPageTexts = typeof en;

export const CHECK_PAGE: ByLanguage<CheckPageTexts> = { en, zh };
