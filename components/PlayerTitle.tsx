import { SITE } from "@/i18n/site.ts";
import { EyeIcon } from "./icons.tsx";
import { useTexts } from "./texts.tsx";

interface PlayerTitleProps {
  stream: string;
  /** What the server says of the stream; null before it has. */
  about: { readonly title: string | null; readonly viewers: number } | null;
}

/** Below the picture: what it is, and how many watch. */
export function PlayerTitle({ stream, about }: PlayerTitleProps) {
  const { watching } = useTexts(SITE);
  const title = about?.title ?? null;
  return (
    <div class="page-top player-title">
      <h1 class="page-title">
        <bdi>{title ?? stream}</bdi> {title !== null && <bdi class="stream-tag">{stream}</bdi>}
      </h1>
      {about !== null && (
        <p class="fact">
          <EyeIcon />
          {watching(about.viewers)}
        </p>
      )}
    </div>
  );
}
