/** What the player's statistics say. Loaded when they are opened. */
import { statistics as en } from "./en/statistics.ts";
import { statistics as zh } from "./zh/statistics.ts";

export const STATISTICS = { en, zh };
