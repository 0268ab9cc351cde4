import { isolate } from "@/i18n/isolate.ts";
import { PLAYER } from "@/i18n/player.ts";
import { PageHead } from "./PageHead.tsx";
import { useTexts } from "./texts.tsx";

/** The head of a page with the player of that stream. */
export function PlayerHead({ stream }: { stream: string }) {
  const { description } = useTexts(PLAYER);
  return (
    <PageHead
      styles="/watch.css"
      title={isolate(stream)}
      description={description(isolate(stream))}
    />
  );
}
