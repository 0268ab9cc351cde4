import { NeedsScript } from "@/components/NeedsScript.tsx";
import { PageHead } from "@/components/PageHead.tsx";
import { streamPath } from "@/components/streams.ts";
import Broadcaster from "@/islands/Broadcaster.tsx";
import { streamHandlers } from "@/stream_route.ts";
import { define } from "@/utils.ts";

export const handler = streamHandlers("broadcast");

/** The studio of one stream. */
export default define.page<typeof handler>(({ data: { stream }, state }) => (
  <main class="page page--studio" id="main">
    <PageHead
      styles="/stage.css"
      title={`Broadcast ${stream}`}
      description={`Broadcast camera and microphone live as “${stream}”, from this browser to every viewer.`}
    />
    <div class="page-top">
      <h1 class="page-title">
        Broadcast <span class="stream-tag">{stream}</span>
      </h1>
      <a class="quiet-link" href="/#stream-name">Use another name</a>
    </div>
    <NeedsScript />
    <Broadcaster
      stream={stream}
      watchUrl={`${state.publicOrigin}${streamPath("watch", stream)}`}
    />
  </main>
));
