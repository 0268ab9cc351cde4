import { NeedsScript } from "@/components/NeedsScript.tsx";
import { PageHead } from "@/components/PageHead.tsx";
import { PLAYER } from "@/i18n/player.ts";
import Watcher from "@/islands/Watcher.tsx";
import { streamHandlers } from "@/stream_route.ts";
import { define } from "@/utils.ts";

export const handler = streamHandlers("watch");

/** The player of one stream. */
export default define.page<typeof handler>(({ data: { stream }, state }) => {
  const texts = PLAYER[state.language];
  return (
    <main class="page page--watch" id="main">
      <PageHead styles="/stage.css" title={stream} description={texts.description(stream)} />
      <NeedsScript />
      <Watcher stream={stream} />
      <div class="page-top">
        <h1 class="page-title">{stream}</h1>
      </div>
    </main>
  );
});
