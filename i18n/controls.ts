/** What the player's controls say. Loaded with them. */
import { controls as en } from "./en/controls.ts";
import { controls as zh } from "./zh/controls.ts";

export const CONTROLS = { en, zh };
