/** What the watch page says, in every language. */
import { player as en } from "./en/player.ts";
import type { ByLanguage } from "./language.ts";
import { player as zh } from "./zh/player.ts";

export type PlayerTexts = typeof en;

export const PLAYER: ByLanguage<PlayerTexts> = { en, zh };
