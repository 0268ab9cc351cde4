/** What the studio says of camera, screen and sound. */
import { sources as en } from "./en/sources.ts";
import { sources as zh } from "./zh/sources.ts";

export const SOURCES = { en, zh };
