import type { ComponentChild } from "preact";
import { CloseIcon } from "../control_icons.tsx";
import { CheckIcon, MinusIcon } from "../icons.tsx";

export type Outcome = "fine" | "unknown" | "problem";

/** What was found, in a sentence. */
export interface Line {
  readonly outcome: Outcome;
  readonly words: string;
}

export const SIGNS: Readonly<Record<Outcome, () => ComponentChild>> = {
  fine: CheckIcon,
  unknown: MinusIcon,
  problem: CloseIcon,
};

export function CheckList({ lines }: { lines: readonly Line[] }) {
  return (
    <ul class="check-list">
      {lines.map(({ outcome, words }) => {
        const Sign = SIGNS[outcome];
        return (
          <li key={words} data-outcome={outcome}>
            <Sign />
            {words}
          </li>
        );
      })}
    </ul>
  );
}
