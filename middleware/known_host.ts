/**
 * Refuses requests for names that are not this server's. A stranger's name may lead to this server (DNS rebinding): then
 * the browser takes the stranger's page for a page of this server, and its Origin equals the requested Host.
 */
import { isIP } from "node:net";
import { getLogger } from "@logtape/logtape";
import type { Middleware } from "fresh";
import { logLimit } from "@/common/log_limit.ts";
import { languageOf } from "@/i18n/language.ts";
import { REFUSALS } from "@/i18n/refusals.ts";
import { refusal } from "./refusal.ts";
import type { State } from "@/utils.ts";

/**
 * @param origin at which this server was asked
 * @param names that this server has, in lower case. IP addresses cannot be rebound, and `localhost` and `local` belong to
 * no stranger (RFC 6761, RFC 6762), so these are always known
 */
export function isKnownHost(origin: string, names: ReadonlySet<string>): boolean {
  const host = new URL(origin).hostname.replace(/\.$/, "");
  return isIP(host.replace(/^\[|\]$/g, "")) !== 0 || host === "localhost" ||
    host.endsWith(".localhost") || host.endsWith(".local") || names.has(host);
}

/** The value of PUBLIC_URL that makes the host known. A name without a port is most often a tunnel's, which ends TLS. */
export function originToSet(origin: string): string {
  const { host, port } = new URL(origin);
  return port === "" ? `https://${host}` : origin;
}

const log = getLogger(["tuila", "http"]);
const lines = logLimit();

/** Must come before all that answers, static files included. */
export function refuseUnknownHosts(names: ReadonlySet<string>): Middleware<State> {
  return (ctx) => {
    const { origin } = ctx.state;
    // A load balancer may ask for the health by any name; the answer tells nothing else.
    if (isKnownHost(origin, names) || ctx.url.pathname === "/healthz") return ctx.next();
    const { host } = new URL(origin);
    const url = originToSet(origin);
    if (lines.take(performance.now())) {
      log.warn(
        "A request was refused, because {host} is no name of this server. If it should be, set PUBLIC_URL to " +
          "{url}, or add that to ALLOWED_ORIGINS.",
        { host: host.slice(0, 300), url: url.slice(0, 300) },
      );
    }
    return refusal(421, REFUSALS[languageOf(ctx.req)].unknownHost(host, url));
  };
}
