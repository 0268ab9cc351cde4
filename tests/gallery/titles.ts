/** Titles that are hard on a page. */

export const LONG_TITLE =
  "Wednesday evening at the old harbour: the whole choir sings sea shanties, and everybody may join in at home 🎶⚓️";

/** From right to left, with what is written from left to right in it. */
export const RTL_TITLE = "بث مباشر من الميناء القديم (Hamburg 2026) مساء الأربعاء";
