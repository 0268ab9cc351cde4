/** What all pages share. */
import { site as en } from "./en/site.ts";
import { site as zh } from "./zh/site.ts";

export const SITE = { en, zh };
