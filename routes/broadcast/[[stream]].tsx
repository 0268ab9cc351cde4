import { NeedsScript } from "@/components/NeedsScript.tsx";
import { PageHead } from "@/components/PageHead.tsx";
import { streamPath } from "@/components/stream_path.ts";
import { isolate } from "@/i18n/isolate.ts";
import { STUDIO } from "@/i18n/studio.ts";
import Broadcaster from "@/islands/Broadcaster.tsx";
import { streamHandlers } from "@/middleware/stream_page.ts";
import { define } from "@/utils.ts";

export const handler = streamHandlers("broadcast");

/** The studio of one stream. */
export default define.page<typeof handler>(({ data: { stream }, state }) => {
  const texts = STUDIO[state.language];
  const { origins, alone } = state.shared();
  return (
    <main class="page page--studio" id="main">
      <PageHead
        styles="/broadcast.css"
        title={texts.title(isolate(stream))}
        description={texts.description(isolate(stream))}
      />
      <div class="page-top">
        <h1 class="page-title">
          {texts.heading} <bdi class="stream-tag">{stream}</bdi>
        </h1>
        <a class="quiet-link" href="/#stream-name">{texts.anotherName}</a>
      </div>
      <NeedsScript>
        <Broadcaster
          stream={stream}
          ice={state.ice}
          watchUrls={origins.map((origin) => origin + streamPath("watch", stream))}
          alone={alone}
          secureUrl={state.publicOrigin.startsWith("https:")
            ? `${state.publicOrigin}${streamPath("broadcast", stream)}`
            : null}
        />
      </NeedsScript>
    </main>
  );
});
