/** The titles of streams. */
import { LIMITS } from "./limits.ts";

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Embeddings, overrides and isolates (Unicode, UAX 9, 2): they would write what is around a title backwards. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

// `isWellFormed()` and `toWellFormed()` would say it shorter, and are missing in browsers that are in use.
const LONE_SURROGATES = /\p{Cs}/gu;

/** A title as it may be sent: NFC, on one line, trimmed and cut to its length; null if nothing is left of it. */
export function tidyTitle(raw: string): string | null {
  const line = raw.replace(LONE_SURROGATES, "\ufffd").replace(TURNS, "").normalize("NFC")
    .replace(BREAKS, " ").trim();
  return [...line].slice(0, LIMITS.titleLength).join("").trim() || null;
}
