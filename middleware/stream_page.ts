import { HttpError, page } from "fresh";
import { parseOptions } from "@/components/embed_options.ts";
import { DEFAULT_STREAM, streamPath } from "@/components/stream_path.ts";
import { SITE } from "@/i18n/site.ts";
import { parseStreamName } from "@/signaling/protocol/stream_name.ts";
import { headScript } from "@/webrtc/watch/head_script.ts";
import { define } from "@/utils.ts";

/**
 * Handlers that the pages of a stream share: they find the stream that is asked for. Without a name it is the default
 * stream; `?stream=`, which the form of the home page sends, redirects to the page of that stream.
 */
export function streamHandlers(name: "broadcast" | "watch" | "embed") {
  return define.handlers({
    GET(ctx) {
      const asked = ctx.url.searchParams.get("stream")?.trim();
      if (asked === "") return ctx.redirect(`/${name}`);
      const stream = parseStreamName(asked ?? (ctx.params.stream || DEFAULT_STREAM));
      if (stream === undefined) {
        throw new HttpError(404, SITE[ctx.state.language].notAName);
      }
      if (asked !== undefined) return ctx.redirect(streamPath(name, stream));
      const playsAtOnce = name === "watch" ||
        (name === "embed" && parseOptions(ctx.url.searchParams).autoplay);
      const pass = name === "embed" ? ctx.state.embedPass?.text : undefined;
      if (playsAtOnce) ctx.state.headScript = headScript(stream, ctx.state.ice, pass);
      return page({ stream });
    },
  });
}
