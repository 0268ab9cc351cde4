import { define } from "@/utils.ts";

/** The streams that are on now: `[{ stream, title, state, viewers, since, elapsed }]`. */
export const handler = define.handlers({
  GET(ctx) {
    return ctx.json(ctx.state.hub.streams(), { headers: { "cache-control": "no-store" } });
  },
});
