import { parseOptions } from "@/components/embed_options.ts";
import { NeedsScript } from "@/components/NeedsScript.tsx";
import { PlayerHead } from "@/components/PlayerHead.tsx";
import Watcher from "@/islands/Watcher.tsx";
import { streamHandlers } from "@/middleware/stream_page.ts";
import { define } from "@/utils.ts";

export const handler = streamHandlers("embed");

/** The player alone, for frames in other pages. */
export default define.page<typeof handler>(({ data: { stream }, state, url }) => (
  <main class="page page--embed" id="main">
    <PlayerHead stream={stream} />
    <NeedsScript>
      <Watcher
        stream={stream}
        ice={state.ice}
        alike={state.hub.findAlike(stream)}
        alone
        options={parseOptions(url.searchParams)}
      />
    </NeedsScript>
  </main>
));
