import type { ComponentChildren } from "preact";
import { AlertIcon } from "./icons.tsx";
import { LiveBadge } from "./LiveBadge.tsx";
import { Sign } from "./Mark.tsx";
import type { Words } from "./words.ts";

interface StageWordsProps {
  words: Words;
  /** The character of the page, large and faint behind the words. */
  sign: "push" | "pull";
  /** Beside the live badge, or below the words. */
  children?: ComponentChildren;
}

/**
 * The words over a picture. Both live regions are always in the page, because screen readers only announce changes of a region
 * that they know: `status` politely, `alert` at once.
 */
export function StageWords({ words, sign, children }: StageWordsProps) {
  const trouble = words.tone === "trouble" || words.tone === "alarm";
  return (
    <div class="cover" data-tone={words.tone}>
      <Sign of={sign} />
      <div class="cover-words" role="status">
        {!trouble && <Sentence key={words.title} words={words} />}
      </div>
      <div class="cover-words" role="alert">
        {trouble && <Sentence key={words.title} words={words} />}
      </div>
      {children}
    </div>
  );
}

/** Keyed by the title: other words get new elements, so that no layout animation runs. */
function Sentence({ words: { title, detail, tone } }: { words: Words }) {
  if (tone === "live" || tone === "warning") {
    return (
      <>
        <LiveBadge /> <span class={tone === "live" ? "unseen" : "cover-note"}>{detail}</span>
      </>
    );
  }
  if (tone === "preview") return <span class="cover-note">{detail}</span>;
  return (
    <>
      {(tone === "dark" || tone === "alarm") && <LiveBadge />}
      {tone === "busy" && <span class="breath" aria-hidden="true" />}
      {(tone === "trouble" || tone === "alarm") && <AlertIcon />}
      <p class="cover-title">{title}</p>
      <p class="cover-detail">{detail}</p>
    </>
  );
}
