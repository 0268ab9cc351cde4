/** Text of people within sentences of ours. In HTML `<bdi>` does this; elsewhere there is but plain text. */

/** What is written from right to left, or could turn the direction of what is beside it. */
const TURNS =
  /[\p{Bidi_Control}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

/** So that it stands as it is, and all around it too (Unicode, UAX 9, 2.7). Most text needs nothing, and gets nothing. */
export function isolate(text: string): string {
  return TURNS.test(text) ? FIRST_STRONG_ISOLATE + text + POP_DIRECTIONAL_ISOLATE : text;
}
