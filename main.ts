import { App, csp, staticFiles } from "fresh";
import { limitPages, limitRequests } from "@/middleware/address_limits.ts";
import { askedOrigin } from "@/middleware/asked_origin.ts";
import { canonicalPath } from "@/middleware/canonical_path.ts";
import { isEmbed } from "@/components/embed_options.ts";
import { refuseUnknownHosts } from "@/middleware/known_host.ts";
import { speakTheirLanguage } from "@/middleware/language.ts";
import { peerAddress } from "@/middleware/peer_address.ts";
import { secureHeaders } from "@/middleware/security_headers.ts";
import { tellOfUntrustedProxy } from "@/middleware/untrusted_proxy.ts";
import { config, embedPass, hub, names, shared } from "@/server/services.ts";
import type { State } from "@/utils.ts";

const pages = csp<State>({ useNonce: true });
const embeds = csp<State>({
  useNonce: true,
  csp: [`frame-ancestors ${config.embedOrigins.join(" ") || "'none'"}`],
});

const { publicUrl } = config;
const allowedOrigins = publicUrl === null
  ? config.allowedOrigins
  : [...config.allowedOrigins, publicUrl];

const limits = { pages: config.pagesPerAddress, posts: config.postsPerAddress };

export const app = new App<State>()
  .use((ctx) => {
    ctx.state.origin = askedOrigin(ctx.url, ctx.req.headers, config);
    const { remoteAddr } = ctx.info;
    const own = "hostname" in remoteAddr ? remoteAddr.hostname : "";
    ctx.state.address = peerAddress(own, ctx.req.headers, config.proxies);
    ctx.state.publicOrigin = publicUrl ?? ctx.state.origin;
    ctx.state.shared = () => shared(ctx.state.origin);
    return ctx.next();
  })
  .use(tellOfUntrustedProxy(config.proxies))
  .use(refuseUnknownHosts(names))
  .use(limitRequests(limits))
  .use(secureHeaders)
  .use((ctx) => {
    const path = canonicalPath(ctx.url.pathname);
    return path === null ? ctx.next() : ctx.redirect(path + ctx.url.search, 308);
  })
  .use((ctx) => isEmbed(ctx.url.pathname) ? embeds(ctx) : pages(ctx))
  .use(staticFiles())
  .use(limitPages(limits))
  .use(speakTheirLanguage)
  .use((ctx) => {
    ctx.state.hub = hub;
    ctx.state.allowedOrigins = allowedOrigins;
    ctx.state.embedPass = embedPass;
    ctx.state.ice = config.ice;
    return ctx.next();
  })
  .fsRoutes();
