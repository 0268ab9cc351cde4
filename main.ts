import { App, csp, staticFiles } from "fresh";
import { secureHeaders } from "@/secure_headers.ts";
import { config, hub } from "@/services.ts";
import type { State } from "@/utils.ts";

export const app = new App<State>()
  .use(secureHeaders)
  .use(csp({ useNonce: true }))
  .use(staticFiles())
  .use((ctx) => {
    ctx.state.hub = hub;
    ctx.state.allowedOrigins = config.allowedOrigins;
    ctx.state.publicOrigin = ctx.url.origin;
    return ctx.next();
  })
  .fsRoutes();
