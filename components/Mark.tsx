/**
 * The two signs of the name, drawn by us in straight strokes of one weight (many systems have no Chinese font), and the
 * seal: the hand that both share (扌), and what it pushes and pulls.
 */

const HAND = "M5 31H37M21 7V85Q21 92 14 92H8M5 65L37 52";
const PUSH = "M58 7L42 37M52.5 22V93.75M70 7L75 21M52 27H94M52 48H91M52 68H91M52 90H96M73 27V90";
const PULL = "M68 7L71 23M45 29H95M56 43L60 74M85 42L76 88M41 89H97";

/** The sign 推 (push) or 拉 (pull). Says nothing to a screen reader: words stand beside it. */
export function Sign({ of }: { of: "push" | "pull" }) {
  return (
    <svg
      class="sign"
      viewBox="0 0 100 100"
      fill="none"
      stroke="currentColor"
      stroke-width="7.5"
      aria-hidden="true"
    >
      <path d={HAND} />
      <path d={of === "push" ? PUSH : PULL} />
    </svg>
  );
}

/** The mark: a seal, in the accent colour, with paper-white strokes. */
export function Seal() {
  return (
    <svg class="seal" viewBox="0 0 100 100" fill="none" aria-hidden="true">
      <rect class="seal-ground" width="100" height="100" rx="20" />
      <g class="seal-strokes" stroke-width="9">
        <path d="M13 34H44M29 14V77Q29 85 21 85H15M13 65L44 53" />
        <path class="seal-play" d="M58 31L88 50 58 69Z" stroke-width="6" stroke-linejoin="round" />
      </g>
    </svg>
  );
}
