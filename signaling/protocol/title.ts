/** The titles of streams. */
import { LIMITS } from "./limits.ts";

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Embeddings, overrides and isolates (UAX 9, section 2): they could reverse the text around a title. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

// `toWellFormed()` is missing in browsers that are in use.
const LONE_SURROGATES = /\p{Cs}/gu;

/** A valid title: NFC, one line, trimmed, cut to the longest length; null if nothing is left. */
export function tidyTitle(raw: string): string | null {
  const line = raw.replace(LONE_SURROGATES, "\ufffd").replace(BIDI_CONTROLS, "").normalize("NFC")
    .replace(BREAKS, " ").trim();
  return [...line].slice(0, LIMITS.titleLength).join("").trim() || null;
}
