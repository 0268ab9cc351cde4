import { define } from "@/utils.ts";

/** Answers while the server runs, for monitoring, at any name: middleware/known_host.ts. */
export const handler = define.handlers({
  GET(ctx) {
    // Players in frames without an origin probe it too, after the server was gone for long.
    return ctx.text("ok", { headers: { "access-control-allow-origin": "*" } });
  },
});
