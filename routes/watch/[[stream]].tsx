import { NeedsScript } from "@/components/NeedsScript.tsx";
import { PlayerHead } from "@/components/PlayerHead.tsx";
import Watcher from "@/islands/Watcher.tsx";
import { streamHandlers } from "@/middleware/stream_page.ts";
import { define } from "@/utils.ts";

export const handler = streamHandlers("watch");

/** The player of one stream. */
export default define.page<typeof handler>(({ data: { stream }, state }) => (
  <main class="page page--watch" id="main">
    <PlayerHead stream={stream} />
    <NeedsScript>
      <Watcher stream={stream} ice={state.ice} alike={state.hub.findAlike(stream)} />
    </NeedsScript>
  </main>
));
