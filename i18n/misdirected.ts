/** The answer at a name that is not the server's. */
import { misdirected as en } from "./en/misdirected.ts";
import { misdirected as zh } from "./zh/misdirected.ts";

export const MISDIRECTED = { en, zh };
