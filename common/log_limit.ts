import { RateLimit } from "./rate_limit.ts";

/** Limits what anybody can cause the server to log: five lines, then one a minute. */
export function logLimit(): RateLimit {
  return new RateLimit(1 / 60, 5, performance.now());
}
