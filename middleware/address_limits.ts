/** Limits how often one network address may ask, so that one stranger does not take the server's time from others. */
import type { Middleware } from "fresh";
import { AddressRates } from "@/common/address_limits.ts";
import { SYSTEM_CLOCK } from "@/common/clock.ts";
import type { State } from "@/utils.ts";

/** A whole class opens a link at the same moment: so many seconds' worth may come at once. */
const BURST = 10;
/** A page has about ten files, which take little time to serve. */
const FILES_PER_PAGE = 10;

export interface RequestLimits {
  /** A second, on average. */
  readonly pages: number;
  readonly posts: number;
}

/** Limits all requests, files of pages included. */
export function limitRequests({ pages }: RequestLimits): Middleware<State> {
  const rates = ratesOf(pages * FILES_PER_PAGE);
  return (ctx) => rates.take(ctx.state.address) ? ctx.next() : tooMany(rates, ctx.state.address);
}

/** Limits the requests that take time: pages, posts and upgrades, each by a rate of its own. */
export function limitPages({ pages, posts }: RequestLimits): Middleware<State> {
  const rates = { pages: ratesOf(pages), posts: ratesOf(posts), upgrades: ratesOf(posts) };
  return (ctx) => {
    const { method, headers } = ctx.req;
    const kind = headers.has("upgrade") ? "upgrades" : method === "POST" ? "posts" : "pages";
    const { address } = ctx.state;
    return rates[kind].take(address) ? ctx.next() : tooMany(rates[kind], address);
  };
}

function ratesOf(perSecond: number): AddressRates {
  return new AddressRates(SYSTEM_CLOCK, { perSecond, burst: BURST * perSecond });
}

function tooMany(rates: AddressRates, address: string): Response {
  const seconds = Math.ceil(rates.wait(address) / 1_000);
  return new Response(
    `Too many requests from your network. Try again in ${
      seconds === 1 ? "a second" : `${seconds} seconds`
    }.\n`,
    { status: 429, headers: { "retry-after": String(seconds), "cache-control": "no-store" } },
  );
}
