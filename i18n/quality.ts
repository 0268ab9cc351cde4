/** What the choice of quality says. */
import { quality as en } from "./en/quality.ts";
import { quality as zh } from "./zh/quality.ts";

export const QUALITY = { en, zh };
