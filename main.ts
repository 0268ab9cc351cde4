import { App, csp, staticFiles } from "fresh";
import { isEmbed } from "@/components/embed_options.ts";
import { speakTheirLanguage } from "@/language_headers.ts";
import { secureHeaders } from "@/secure_headers.ts";
import { config, hub } from "@/services.ts";
import type { State } from "@/utils.ts";

const pages = csp<State>({ useNonce: true });
const embeds = csp<State>({
  useNonce: true,
  csp: [`frame-ancestors ${config.embedOrigins.join(" ") || "'none'"}`],
});

export const app = new App<State>()
  .use(secureHeaders)
  .use((ctx) => isEmbed(ctx.url.pathname) ? embeds(ctx) : pages(ctx))
  .use(staticFiles())
  .use(speakTheirLanguage)
  .use((ctx) => {
    ctx.state.hub = hub;
    ctx.state.allowedOrigins = config.allowedOrigins;
    ctx.state.ice = config.ice;
    ctx.state.publicOrigin = ctx.url.origin;
    return ctx.next();
  })
  .fsRoutes();
