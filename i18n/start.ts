/** What a page says whose script has not come. */
import { start as en } from "./en/start.ts";
import { start as zh } from "./zh/start.ts";

export const START = { en, zh };
