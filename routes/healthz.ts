import { define } from "@/utils.ts";

/** Whether the server answers, for those who watch over it. */
export const handler = define.handlers({
  GET(ctx) {
    return ctx.text("ok");
  },
});
