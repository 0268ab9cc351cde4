/** What the player's controls say, in every language. Loaded with them. */
import { controls as en } from "./en/controls.ts";
import type { ByLanguage } from "./language.ts";
import { controls as zh } from "./zh/controls.ts";

export type ControlsTexts = typeof en;

export const CONTROLS: ByLanguage<ControlsTexts> = { en, zh };
