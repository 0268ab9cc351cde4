/** What the player's statistics say, in every language. Loaded when they are opened. */
import { statistics as en } from "./en/statistics.ts";
import type { ByLanguage } from "./language.ts";
import { statistics as zh } from "./zh/statistics.ts";

export type StatisticsTexts = typeof en;

export const STATISTICS: ByLanguage<StatisticsTexts> = { en, zh };
