import { page } from "fresh";
import { PageHead } from "@/components/PageHead.tsx";
import { StreamForm } from "@/components/StreamForm.tsx";
import LiveStreams from "@/islands/LiveStreams.tsx";
import { define } from "@/utils.ts";

export const handler = define.handlers({
  GET: (ctx) => page({ streams: ctx.state.hub.streams() }),
});

export default define.page<typeof handler>(function Home({ data }) {
  return (
    <main class="page page--home" id="main">
      <PageHead
        styles="/home.css"
        title="Live video from browser to browser"
        description="Broadcast your camera from one browser and watch it in any other. No account, nothing to install."
      />
      <div class="intro">
        <h1 class="display">Go live in one browser. Watch in any other.</h1>
        <p class="lead">
          Tuila is live video over WebRTC. Picture and sound go straight from browser to browser;
          the server only introduces them.
        </p>
        <StreamForm />
      </div>
      <section class="panel now" aria-labelledby="now-title">
        <h2 class="panel-title" id="now-title">On air now</h2>
        <LiveStreams initial={data.streams} />
      </section>
    </main>
  );
});
