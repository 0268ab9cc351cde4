import { define } from "@/utils.ts";

/** Whether the server answers, for those who watch over it. */
export const handler = define.handlers({
  GET(ctx) {
    // Also those who watch in a frame without an origin ask, once the server is gone for long.
    return ctx.text("ok", { headers: { "access-control-allow-origin": "*" } });
  },
});
