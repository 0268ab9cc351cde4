import { App, csp, staticFiles } from "fresh";
import { speakTheirLanguage } from "@/language_headers.ts";
import { secureHeaders } from "@/secure_headers.ts";
import { config, hub } from "@/services.ts";
import type { State } from "@/utils.ts";

export const app = new App<State>()
  .use(secureHeaders)
  .use(csp({ useNonce: true }))
  .use(staticFiles())
  .use(speakTheirLanguage)
  .use((ctx) => {
    ctx.state.hub = hub;
    ctx.state.allowedOrigins = config.allowedOrigins;
    ctx.state.publicOrigin = ctx.url.origin;
    return ctx.next();
  })
  .fsRoutes();
