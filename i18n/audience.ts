/** What the list of viewers says. */
import { audience as en } from "./en/audience.ts";
import { audience as zh } from "./zh/audience.ts";

export const AUDIENCE = { en, zh };
