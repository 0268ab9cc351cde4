import { page } from "fresh";
import { PageHead } from "@/components/PageHead.tsx";
import { StreamForm } from "@/components/StreamForm.tsx";
import { HOME } from "@/i18n/home.ts";
import LiveStreams from "@/islands/LiveStreams.tsx";
import { define } from "@/utils.ts";

export const handler = define.handlers({
  GET: (ctx) => page({ streams: ctx.state.hub.streams() }),
});

export default define.page<typeof handler>(function Home({ data, state }) {
  const texts = HOME[state.language];
  return (
    <main class="page page--home" id="main">
      <PageHead styles="/home.css" title={texts.title} description={texts.description} />
      <div class="intro">
        <h1 class="display">{texts.headline}</h1>
        <p class="lead">{texts.lead}</p>
        <StreamForm />
      </div>
      <section class="panel now" aria-labelledby="now-title">
        <h2 class="panel-title" id="now-title">{texts.now}</h2>
        <LiveStreams initial={data.streams} />
      </section>
    </main>
  );
});
