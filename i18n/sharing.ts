/** What the studio says of passing a stream on. */
import { sharing as en } from "./en/sharing.ts";
import { sharing as zh } from "./zh/sharing.ts";

export const SHARING = { en, zh };
