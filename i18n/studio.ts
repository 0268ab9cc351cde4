/** What the broadcast page says. */
import { studio as en } from "./en/studio.ts";
import { studio as zh } from "./zh/studio.ts";

export const STUDIO = { en, zh };
