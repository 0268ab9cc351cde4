/** What the page of the whole check says. */
import { checkPage as en } from "./en/check_page.ts";
import { checkPage as zh } from "./zh/check_page.ts";

export const CHECK_PAGE = { en, zh };
