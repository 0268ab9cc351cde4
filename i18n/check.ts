/** What a check before the broadcast says. */
import { check as en } from "./en/check.ts";
import { check as zh } from "./zh/check.ts";

export const CHECK = { en, zh };
