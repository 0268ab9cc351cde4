/** Answers in plain text, where a page would cost too much or could not load its files. */
import { refusals as en } from "./en/refusals.ts";
import { refusals as zh } from "./zh/refusals.ts";

export const REFUSALS = { en, zh };
