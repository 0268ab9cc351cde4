/** Whether a stream is live, and how many watch it. */
import { status as en } from "./en/status.ts";
import { status as zh } from "./zh/status.ts";

export const STATUS = { en, zh };
