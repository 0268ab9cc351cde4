/** Tells the operator, once, of a proxy that the settings do not mention. Its visitors would all have one address and share its limits. */
import { getLogger } from "@logtape/logtape";
import type { Middleware } from "fresh";
import type { State } from "@/utils.ts";

const HEADERS = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded"];
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/i;

/** @param own the address of the socket that the request came on */
export function comesFromLocalProxy(own: string, headers: Headers): boolean {
  return LOOPBACK.test(own) && HEADERS.some((name) => headers.has(name));
}

const log = getLogger(["tuila", "http"]);

/** @param proxies how many proxies to trust */
export function tellOfUntrustedProxy(proxies: number): Middleware<State> {
  let isTold = proxies > 0;
  return (ctx) => {
    const { remoteAddr } = ctx.info;
    if (!isTold && "hostname" in remoteAddr) {
      isTold = comesFromLocalProxy(remoteAddr.hostname, ctx.req.headers);
      if (isTold) {
        log.warn(
          "A proxy on this machine forwards requests, but TRUST_PROXY is 0: all who come through it count as one " +
            "address. Set TRUST_PROXY to the number of proxies in front.",
        );
      }
    }
    return ctx.next();
  };
}
