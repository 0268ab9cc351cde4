/** The remaining length of a title, as the server counts it. Pure. */
import { LIMITS } from "@/signaling/protocol/limits.ts";

/** In code points of NFC: `maxlength` counts UTF-16 units, of which an emoji has several. */
export function titleLength(title: string): number {
  return [...title.normalize("NFC")].length;
}

export interface Typed {
  readonly value: string;
  readonly caret: number;
}

/** Cuts the inserted text before the caret to the room that is left, and keeps the rest of the title. */
export function fitTitle(value: string, caret: number): Typed {
  const before = [...value.slice(0, caret)];
  const after = value.slice(caret);
  while (before.length > 0 && titleLength(before.join("") + after) > LIMITS.titleLength) {
    before.pop();
  }
  return { value: before.join("") + after, caret: before.join("").length };
}
