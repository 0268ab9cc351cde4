/** What the watch page says. */
import { player as en } from "./en/player.ts";
import { player as zh } from "./zh/player.ts";

export const PLAYER = { en, zh };
